import { fullscriptOrigin } from "../core/environment";
import { FullscriptError } from "../core/FullscriptError";
import { isRecord } from "../core/isRecord";
import { isSecure } from "../core/url";
import { MAX_TIMER_MS } from "../core/timeout";
import type { ConnectionEvent, ConnectionHandlerOptions } from "./ConnectionHandlerOptions";

/** The options, verified and complete. */
export interface Context extends Pick<
  ConnectionHandlerOptions,
  "clientId" | "clientSecret" | "redirectUri" | "store" | "getUser"
> {
  tokenEndpoint: string;
  revocationEndpoint: string | undefined;
  apiBase: string | undefined;
  allowedOrigins: readonly string[];
  requiredScopes: readonly string[];
  maxCodesPerMinute: number;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  now: () => number;
  /** Passes the error to the host's log. Never throws. */
  report: (error: FullscriptError) => void;
  /** Reports once that a proxy strips `Origin`, because then nobody can connect. Every browser sends it with a `POST`. */
  reportStrippedOrigin: (headers: Headers) => void;
  /** Passes an event to the host's audit log. Never throws. */
  notify: (type: ConnectionEvent["type"], userId: string) => void;
}

/** Throws `misconfigured` for options that could only fail later. */
export function createContext(options: ConnectionHandlerOptions): Context {
  const { clientId, clientSecret, redirectUri, store, getUser, onEvent } = options;
  const { allowedOrigins = [], requiredScopes = [], maxCodesPerMinute = 10, timeoutMs = 10_000 } = options;
  const { now = () => Date.now(), onError = logMessage } = options;

  if (!isText(clientId)) refuse("clientId is missing");
  if (!isText(clientSecret)) refuse("clientSecret is missing");
  requireUrl("redirectUri", redirectUri);
  if (!isRecord(store)) refuse("store is missing");
  if (typeof getUser !== "function") refuse("getUser is not a function");
  for (const origin of allowedOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      refuse(`allowedOrigins has ${JSON.stringify(origin)}, which is not an origin`);
  }
  for (const scope of requiredScopes) {
    if (!/^[!-~]+$/.test(scope)) refuse(`requiredScopes has ${JSON.stringify(scope)}, which is not a scope`);
  }
  if (!(maxCodesPerMinute >= 1)) refuse("maxCodesPerMinute is below 1");
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS)) refuse(`timeoutMs is not above 0 and at most ${MAX_TIMER_MS}`);

  const report = (error: FullscriptError): void => callLog(onError, error);
  let isStripReported = false;

  return {
    clientId,
    clientSecret,
    redirectUri,
    store,
    getUser,
    allowedOrigins,
    requiredScopes,
    maxCodesPerMinute,
    timeoutMs,
    now,
    report,
    ...resolveEndpoints(options.environment),
    // The global function is read when it is called, so that it can be replaced.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    reportStrippedOrigin(headers) {
      if (isStripReported || headers.has("origin") || headers.has("sec-fetch-site")) return;
      isStripReported = true;
      const arrived = [...headers.keys()].join(", ").slice(0, 300);
      report(
        new FullscriptError("misconfigured", `A POST has neither Origin nor Sec-Fetch-Site, but only ${arrived}.`),
      );
    },
    notify: (type, userId) => {
      if (onEvent) callLog(onEvent, { type, userId, at: now() });
    },
  };
}

/** Calls a log of the host. If it throws or rejects, that must not change an answer or end the process. */
function callLog<T>(callback: (value: T) => unknown, value: T): void {
  new Promise((resolve) => resolve(callback(value))).catch(() => undefined);
}

function resolveEndpoints(environment: unknown): Pick<Context, "tokenEndpoint" | "revocationEndpoint" | "apiBase"> {
  if (!isRecord(environment)) {
    const apiBase = `${fullscriptOrigin(String(environment))}/api`;
    return { tokenEndpoint: `${apiBase}/oauth/token`, revocationEndpoint: `${apiBase}/oauth/revoke`, apiBase };
  }
  const { tokenEndpoint, revocationEndpoint, apiBase } = environment;
  return {
    tokenEndpoint: requireUrl("environment.tokenEndpoint", tokenEndpoint),
    revocationEndpoint:
      revocationEndpoint === undefined ? undefined : requireUrl("environment.revocationEndpoint", revocationEndpoint),
    apiBase: apiBase === undefined ? undefined : requireUrl("environment.apiBase", apiBase),
  };
}

function requireUrl(name: string, value: unknown): string {
  if (isText(value) && !/[\s#]/.test(value) && URL.canParse(value)) {
    const url = new URL(value);
    if (!url.username && isSecure(url)) return value;
  }
  return refuse(`${name} is not an https URL without a fragment, or http on loopback`);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function refuse(what: string): never {
  throw new FullscriptError("misconfigured", `createConnectionHandler: ${what}.`);
}

function logMessage(error: FullscriptError): void {
  console.error(error.message);
}
