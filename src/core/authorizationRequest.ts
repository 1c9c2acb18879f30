import { type Browser, globalBrowser } from "./browser";
import { removeResponseParameters } from "./responseParameters";
import { type FullscriptEnvironment, fullscriptOrigin } from "./environment";
import { type AuthorizationConfig, type JsonValue, refuseSecret } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";
import { isSecure, parseReturnTo, parseUrl } from "./url";
import { encodeState, stateNonce, toJson } from "./state";
import { isUnknownSubject, type Transaction } from "./transaction";
import { createTransactionStore } from "./transactionStore";

/** The longest URL that is sent, in characters. Many login pages keep the whole URL in a cookie of 4 kB. */
export const MAX_AUTHORIZATION_URL_LENGTH = 2_000;

/** The purpose of an authorization, and the page that the user returns to. */
export interface AuthorizationRequestOptions {
  /** Data of your app that comes back with the outcome. It ends up in other people's logs, so use opaque ids and never names. */
  appState?: JsonValue | undefined;
  /** `"storage"` keeps the app state in this browser. Use it for anything about a patient. @default "url", if it fits */
  appStateIn?: "url" | "storage" | undefined;
  /** The page of your app that a connected user is taken to. @default the current path, query and hash */
  returnTo?: string | undefined;
  /** A key of your choice for the action that runs on this page once the user is back and connected. */
  resumeKey?: string | undefined;
  /** Whether you open the URL in a popup. @default false */
  popup?: boolean | undefined;
}

/** An authorization request, whose transaction is stored. */
export interface AuthorizationRequest {
  /** The URL to send the browser to, by a redirect or in a popup. Never `fetch` it. */
  url: string;
  state: string;
  transaction: Transaction;
}

/**
 * Creates an authorization request and stores its transaction. It's synchronous, so that a popup can open inside the click.
 *
 * Throws `misconfigured` if the user couldn't come back with this configuration, and `storage_unavailable`.
 *
 * @example
 * const { url } = createAuthorizationRequest(fullscript, { appState: { patient: "42" } });
 * location.assign(url);
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
    refuse("`clientId`, `redirectUri` and `authorizationEndpoint` leave no room for a state in the URL.");
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

/** Returns the page that the user is on, without an authorization response of ours, which must not be read again. */
function currentPath(redirectUri: string, browser: Browser): string {
  const page = browser.location();
  if (!page) return "/";
  const { pathname, search, hash, origin } = page;
  // On another page, `code` may be a parameter of the host.
  const isCallback = pathname === new URL(redirectUri).pathname || /[?&]state=fsc1\./.test(search);
  try {
    return parseReturnTo(pathname + (isCallback ? removeResponseParameters(search) : search) + hash, origin);
  } catch {
    return "/";
  }
}

/** Returns the authorization endpoint. Throws for a configuration that would end in a 404 on Fullscript's side. */
function checkConfig(config: AuthorizationConfig, browser: Browser): string {
  const { clientId, redirectUri, environment, subject, storage } = config;
  refuseSecret(config, [redirectUri, environment]);
  if (typeof clientId !== "string" || !clientId || /\s/.test(clientId))
    refuse("`clientId` is empty or contains white space.");
  if (isUnknownSubject(subject)) refuse("`subject` is null or empty.");

  const redirect = parseUrl(redirectUri);
  if (!redirect || redirect.username || redirect.password || /\s/.test(redirectUri))
    refuse("`redirectUri` is not an absolute URL, or it contains white space or a user name.");
  if (redirectUri.includes("#")) refuse("`redirectUri` has a fragment.");
  if (!isSecure(redirect)) refuse("`redirectUri` is not https.");
  const page = browser.location();
  if (page && redirect.origin !== page.origin && !storage) {
    refuse(`\`redirectUri\` is on ${redirect.origin}, this page on ${page.origin}.`);
  }
  return checkEnvironment(environment);
}

function checkEnvironment(environment: FullscriptEnvironment | null | undefined): string {
  if (typeof environment !== "object" || !environment)
    return `${fullscriptOrigin(String(environment))}/api/oauth/authorize`;
  const { authorizationEndpoint } = environment;
  const url = parseUrl(authorizationEndpoint);
  if (!url || !isSecure(url) || url.hash)
    refuse("`authorizationEndpoint` is not an absolute https URL without a fragment.");
  return authorizationEndpoint;
}

function refuse(message: string): never {
  throw new FullscriptError("misconfigured", message);
}

const STILL_HERE_MS = 3_000;

/**
 * Sends the browser to `url` and returns a function that stops watching. Calls `onStay` if the user is still here: the back/forward
 * cache shows this page again, or the page is visible three seconds later.
 */
export function redirect(
  url: string,
  onStay: () => void,
  browser: Pick<Browser, "assign" | "isVisible" | "onRestore">,
): () => void {
  const stop = () => {
    clearInterval(timer);
    unsubscribe();
  };
  const stay = () => {
    stop();
    onStay();
  };
  const timer = setInterval(() => {
    if (browser.isVisible()) stay();
  }, STILL_HERE_MS);
  const unsubscribe = browser.onRestore(stay);
  try {
    browser.assign(url);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
