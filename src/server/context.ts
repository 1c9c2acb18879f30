import { fullscriptOrigin } from "../core/environment";
import { FullscriptError } from "../core/FullscriptError";
import type { ConnectionHandlerOptions } from "./ConnectionHandlerOptions";
import { isRecord } from "./json";

/** A timer takes no more, and fires at once. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/** The options, verified and complete. */
export interface Context extends Pick<
  ConnectionHandlerOptions,
  "clientId" | "clientSecret" | "redirectUri" | "store" | "getUser"
> {
  tokenEndpoint: string;
  revocationEndpoint: string | undefined;
  allowedOrigins: readonly string[];
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  now: () => number;
  /** Tells the host's log; never throws. */
  report: (error: FullscriptError) => void;
  /** Reports once that a proxy strips `Origin`, because then nobody can connect. Every browser sends it with a `POST`. */
  reportStrippedOrigin: (headers: Headers) => void;
}

/** Throws `misconfigured` for options that could only fail later. */
export function createContext(options: ConnectionHandlerOptions): Context {
  const { clientId, clientSecret, redirectUri, store, getUser, allowedOrigins = [], timeoutMs = 10_000 } = options;
  const nobody = "nobody can connect";
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (!isText(value)) refuse(`${name} is missing`, nobody, "Pass the one from Fullscript's dashboard.");
  }
  requireUrl("redirectUri", redirectUri);
  if (!isRecord(store)) refuse("store is missing", nobody, "Pass a ConnectionStore, or createMemoryStore().");
  if (typeof getUser !== "function")
    refuse("getUser is missing", nobody, "Pass a function that returns { id } or null.");
  for (const origin of allowedOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      refuse(
        `allowedOrigins has ${JSON.stringify(origin)}`,
        "it would match no Origin",
        'Write it like "https://app.example".',
      );
    }
  }
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS))
    refuse(`timeoutMs is not above 0 and at most ${MAX_TIMEOUT_MS}`, nobody, "Pass milliseconds.");

  const report = (error: FullscriptError): void => {
    try {
      (options.onError ?? logMessage)(error);
    } catch {
      // A log that fails must not change an answer.
    }
  };
  let isStripReported = false;

  return {
    ...{ clientId, clientSecret, redirectUri, store, getUser, allowedOrigins, timeoutMs },
    ...resolveEndpoints(options.environment),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    now: options.now ?? (() => Date.now()),
    report,
    reportStrippedOrigin(headers) {
      if (isStripReported || headers.has("origin") || headers.has("sec-fetch-site")) return;
      isStripReported = true;
      const arrived = [...headers.keys()].join(", ").slice(0, 300);
      report(
        new FullscriptError(
          "misconfigured",
          `A POST arrived without Origin and Sec-Fetch-Site, and with these headers alone: ${arrived}.`,
        ),
      );
    },
  };
}

function resolveEndpoints(environment: unknown): Pick<Context, "tokenEndpoint" | "revocationEndpoint"> {
  if (!isRecord(environment)) {
    const oauth = `${fullscriptOrigin(String(environment))}/api/oauth`;
    return { tokenEndpoint: `${oauth}/token`, revocationEndpoint: `${oauth}/revoke` };
  }
  const { tokenEndpoint, revocationEndpoint } = environment;
  return {
    tokenEndpoint: requireUrl("environment.tokenEndpoint", tokenEndpoint),
    revocationEndpoint:
      revocationEndpoint === undefined ? undefined : requireUrl("environment.revocationEndpoint", revocationEndpoint),
  };
}

const LOOPBACK = /^(localhost|.+\.localhost|127\.[\d.]+|\[::1])$/;

function requireUrl(name: string, value: unknown): string {
  if (isText(value) && !/[\s#]/.test(value) && URL.canParse(value)) {
    const { protocol, hostname, username } = new URL(value);
    if (!username && (protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname)))) return value;
  }
  return refuse(
    `${name} is not an absolute https URL without a fragment (or http on loopback)`,
    "codes and tokens would travel in the open",
    "Pass the one from Fullscript's dashboard.",
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function refuse(what: string, why: string, fix: string): never {
  throw new FullscriptError("misconfigured", `createConnectionHandler: ${what}, so ${why}. ${fix}`);
}

function logMessage(error: FullscriptError): void {
  console.error(error.message);
}
