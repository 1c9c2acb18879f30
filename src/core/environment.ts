import { FullscriptError } from "./FullscriptError";

/** Fullscript's environments: US and Canada, production and sandbox (`-snd`). Fullscript's embed SDK uses the same names. */
export type FullscriptEnvironmentName = "us" | "ca" | "us-snd" | "ca-snd";

/** A Fullscript environment, or the authorization endpoint of another server, such as a local sandbox. */
export type FullscriptEnvironment = FullscriptEnvironmentName | { authorizationEndpoint: string };

/**
 * The origin of each environment's OAuth endpoints.
 *
 * @example
 * const origin = FULLSCRIPT_ORIGINS["us-snd"]; // "https://api-us-snd.fullscript.io"
 * @see Fullscript's page "For AI", "use these hosts for all OAuth and REST API calls"
 */
export const FULLSCRIPT_ORIGINS: Readonly<Record<FullscriptEnvironmentName, string>> = {
  us: "https://api-us.fullscript.com",
  ca: "https://api-ca.fullscript.com",
  "us-snd": "https://api-us-snd.fullscript.io",
  "ca-snd": "https://api-ca-snd.fullscript.io",
};

/** Returns the origin of an environment. Throws `misconfigured` if the name is unknown. */
export function fullscriptOrigin(name: string): string {
  const origin = new Map(Object.entries(FULLSCRIPT_ORIGINS)).get(name);
  if (origin !== undefined) return origin;
  throw new FullscriptError("misconfigured", `Unknown environment ${JSON.stringify(name)}.`);
}

/** Returns the URL of the host's endpoint for an environment. Throws `misconfigured` if there is none. */
export function endpointUrl({
  endpoint,
  environment,
}: {
  endpoint: string | ((environment: FullscriptEnvironment) => string);
  environment?: FullscriptEnvironment | undefined;
}): string {
  const url = typeof endpoint === "string" ? endpoint : environment && endpoint(environment);
  if (url) return url;
  throw new FullscriptError("misconfigured", "`endpoint` has no URL.");
}
