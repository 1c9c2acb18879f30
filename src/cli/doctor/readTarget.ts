import { encodeState, FULLSCRIPT_ORIGINS } from "../../core";
import { parseOptions, UsageError } from "../Command";

/** The integration under test. */
export interface Target {
  /** The request that the button would start. */
  authorizationUrl: string;
  redirectUri: string;
  /** Absolute; a path was resolved against the redirect URI. */
  endpoint: string | undefined;
  asJson: boolean;
}

const ENVIRONMENTS: Readonly<Record<string, string>> = FULLSCRIPT_ORIGINS;

/** Returns the integration that the options and the `FULLSCRIPT_*` variables describe. An option wins over its variable. */
export function readTarget(words: string[], variables: NodeJS.ProcessEnv): Target {
  const text = { type: "string" } as const;
  const { json, ...values } = parseOptions(words, {
    environment: text,
    "authorization-endpoint": text,
    "client-id": text,
    "redirect-uri": text,
    endpoint: text,
    json: { type: "boolean", default: false },
  });
  const read = (name: keyof typeof values): string | undefined =>
    values[name] ?? (variables[variableOf(name)] || undefined);
  const readRequired = (name: keyof typeof values): string => {
    const value = read(name);
    if (value !== undefined) return value;
    throw new UsageError(`--${name} is missing (or ${variableOf(name)}).`);
  };

  refuseSecret(
    Object.keys(values).map((name) => read(name as keyof typeof values)),
    variables.FULLSCRIPT_CLIENT_SECRET,
  );
  const redirectUri = parseUrl("redirect-uri", readRequired("redirect-uri"));
  const endpoint = read("endpoint");
  const url = read("authorization-endpoint") ?? authorizationEndpointOf(readRequired("environment"));
  const authorizationUrl = new URL(parseUrl("authorization-endpoint", url));
  authorizationUrl.search = new URLSearchParams({
    client_id: readRequired("client-id"),
    redirect_uri: redirectUri,
    state: encodeState(),
    // Last, because terminals leave a dot at the end out of a link, and the state has one.
    response_type: "code",
  }).toString();
  return {
    authorizationUrl: authorizationUrl.href,
    redirectUri,
    endpoint: endpoint === undefined ? undefined : parseUrl("endpoint", endpoint, redirectUri),
    asJson: json,
  };
}

const variableOf = (option: string): string => `FULLSCRIPT_${option.replaceAll("-", "_").toUpperCase()}`;

function authorizationEndpointOf(environment: string): string {
  const origin = Object.hasOwn(ENVIRONMENTS, environment) && ENVIRONMENTS[environment];
  if (origin) return `${origin}/api/oauth/authorize`;
  throw new UsageError(
    `--environment is ${JSON.stringify(environment)}, and must be ${Object.keys(ENVIRONMENTS).join(", ")}; for any other server pass --authorization-endpoint.`,
  );
}

/** Returns the URL as it was written, because Fullscript compares redirect URIs character by character. */
function parseUrl(option: string, url: string, base?: string): string {
  if (base !== undefined && URL.canParse(url, base)) return new URL(url, base).href;
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new UsageError(`--${option} is ${JSON.stringify(url)}, and must be an absolute http or https URL.`);
}

/** Nothing that the doctor prints or sends may hold the client secret. */
function refuseSecret(values: (string | undefined)[], secret: string | undefined): void {
  if (!values.some((value) => value && ((secret && value.includes(secret)) || /client_?secret=/i.test(value)))) return;
  throw new UsageError("An option holds the client secret: the doctor doesn't need it.");
}
