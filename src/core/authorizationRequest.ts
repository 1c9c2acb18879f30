import { type Browser, globalBrowser } from "./browser";
import { removeResponseParameters } from "./authorizationResponse";
import { type FullscriptEnvironment, fullscriptOrigin } from "./environment";
import type { AuthorizationConfig, JsonValue } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";
import { refuseSecret } from "./refuseSecret";
import { parseReturnTo, parseUrl } from "./returnTo";
import { encodeState, stateNonce, toJson } from "./state";
import { isUnknownSubject } from "./subject";
import type { Transaction } from "./transaction";
import { createTransactionStore } from "./transactionStore";

/** Many login pages keep the whole URL in a 4 kB cookie: in characters, the longest that is sent. */
export const MAX_AUTHORIZATION_URL_LENGTH = 2_000;

/** What an authorization is for, and where it is to end. */
export interface AuthorizationRequestOptions {
  /** Comes back with the outcome. Anyone between here and Fullscript can read it: opaque ids, never names. Its type is a `type`, not an `interface`. */
  appState?: JsonValue | undefined;
  /** `"storage"` keeps the app state in this browser: for anything about a patient. @default "url", where it fits */
  appStateIn?: "url" | "storage" | undefined;
  /** Where to go once connected, on the host's own origin. @default the current path, query and hash */
  returnTo?: string | undefined;
  /** A key of your choice for the action that runs on this page once the user is back and connected. */
  resumeKey?: string | undefined;
  /** Whether the answer is for the page that opens the URL in a window of its own. @default false */
  popup?: boolean | undefined;
}

/** An authorization request that is ready to leave, and remembered. */
export interface AuthorizationRequest {
  /** Where to send the browser: a redirect or a popup, never a `fetch`. */
  url: string;
  state: string;
  transaction: Transaction;
}

/**
 * Builds an authorization request and remembers its transaction, synchronously, so that a popup can open inside the click.
 *
 * Throws `misconfigured` for a configuration with which the user would not come back, and `storage_unavailable`.
 * @see RFC 6749 §4.1.1; Fullscript's page "Request an auth code"
 */
export function createAuthorizationRequest(
  config: AuthorizationConfig,
  options: AuthorizationRequestOptions = {},
  browser: Browser = globalBrowser,
): AuthorizationRequest {
  const authorizationEndpoint = checkConfig(config, browser);
  const { clientId, redirectUri, environment, subject, storage } = config;
  const { appState, appStateIn, resumeKey, popup } = options;
  const returnTo =
    options.returnTo === undefined
      ? currentPath(redirectUri, browser)
      : parseReturnTo(options.returnTo, browser.location()?.origin ?? new URL(redirectUri).origin);

  const urlWith = (state: string) => {
    const url = new URL(authorizationEndpoint);
    const query = { client_id: clientId, redirect_uri: redirectUri, response_type: "code", state };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  const json = appState === undefined ? "" : toJson(appState);
  let state = encodeState(
    appStateIn === "storage" || json.length > MAX_AUTHORIZATION_URL_LENGTH ? undefined : appState,
    browser,
  );
  let url = urlWith(state);
  if (url.length >= MAX_AUTHORIZATION_URL_LENGTH) url = urlWith((state = encodeState(undefined, browser)));
  if (url.length >= MAX_AUTHORIZATION_URL_LENGTH) {
    refuse(
      "The client id, redirect URI and authorization endpoint leave no room for a state in a URL that login pages can hold. Shorten them.",
    );
  }

  const transaction: Transaction = {
    nonce: stateNonce(state) as string,
    state,
    createdAt: browser.now(),
    clientId,
    environment,
    authorizationEndpoint,
    redirectUri,
    returnTo,
    responses: {},
    ...(typeof subject === "string" && { subject }),
    ...(resumeKey !== undefined && { resumeKey }),
    ...(popup && { popup }),
    ...(json && state.endsWith(".") && { appState }),
  };
  createTransactionStore(storage, browser).save(transaction);
  return { url, state, transaction };
}

/** Where the user is; without an authorization response of ours, which is not to be read again. */
function currentPath(redirectUri: string, browser: Browser): string {
  const page = browser.location();
  if (!page) return "/";
  const { pathname, search, hash, origin } = page;
  // Any other page may have a `code` of its own.
  const isCallback = pathname === new URL(redirectUri).pathname || /[?&]state=fsc1\./.test(search);
  try {
    return parseReturnTo(pathname + (isCallback ? removeResponseParameters(search) : search) + hash, origin);
  } catch {
    return "/";
  }
}

/** Throws for a configuration that would fail on Fullscript's side, where there is no error to catch; answers the authorization endpoint. */
function checkConfig(config: AuthorizationConfig, browser: Browser): string {
  const { clientId, redirectUri, environment, subject, storage } = config;
  refuseSecret(config, [redirectUri, environment]);
  if (typeof clientId !== "string" || !clientId || /\s/.test(clientId))
    refuse("`clientId` is empty, or holds white space. Copy it from your app on Fullscript's dashboard.");
  if (isUnknownSubject(subject))
    refuse(
      "`subject` is null, or no id: your user is not known yet. Wait for a string that is not empty before you start.",
    );

  const redirect = parseUrl(redirectUri);
  if (!redirect || redirect.username || redirect.password || /\s/.test(redirectUri))
    refuse(
      '`redirectUri` is not an absolute URL, or holds white space or a user name. Pass it exactly as on Fullscript\'s dashboard, e.g. "https://clinic.example/fullscript/callback".',
    );
  if (redirectUri.includes("#"))
    refuse(
      "`redirectUri` has a fragment, which RFC 6749 §3.1.2 forbids. Remove it here and on Fullscript's dashboard.",
    );
  if (!isSecure(redirect))
    refuse("`redirectUri` is not https, so the code could be read on its way. Only localhost may use http.");
  const page = browser.location();
  if (page && redirect.origin !== page.origin && !storage) {
    refuse(
      `\`redirectUri\` is on ${redirect.origin}, this page on ${page.origin}: the answer could not be recognised there. ` +
        "Open the app at the redirect URI's origin, register this one, or pass a `storage` that both share.",
    );
  }
  return checkEnvironment(environment);
}

function checkEnvironment(environment: FullscriptEnvironment | null | undefined): string {
  if (typeof environment !== "object" || !environment)
    return `${fullscriptOrigin(String(environment))}/api/oauth/authorize`;
  const { authorizationEndpoint } = environment;
  const url = parseUrl(authorizationEndpoint);
  if (!url || !isSecure(url) || url.hash)
    refuse("`authorizationEndpoint` must be an absolute https URL without a fragment. Only localhost may use http.");
  return authorizationEndpoint;
}

function isSecure({ protocol, hostname }: URL): boolean {
  return (
    protocol === "https:" || (protocol === "http:" && /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname))
  );
}

function refuse(message: string): never {
  throw new FullscriptError("misconfigured", message);
}
