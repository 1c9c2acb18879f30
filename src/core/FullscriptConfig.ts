import type { StorageLike } from "./browser";
import type { FullscriptEnvironment } from "./environment";
import { FullscriptError } from "./FullscriptError";

/** A JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Your app's configuration. Write it once and spread it into every hook and component.
 *
 * @example
 * const fullscript = {
 *   clientId: "…",
 *   redirectUri: "https://clinic.example/fullscript/callback",
 *   environment: "us-snd",
 *   endpoint: "/api/fullscript/connection",
 * } satisfies FullscriptConfig;
 */
export interface FullscriptConfig {
  /** Your app's client id from Fullscript's dashboard. The client secret stays on your server. */
  clientId: string;
  /** The absolute URL of your callback page, exactly as on Fullscript's dashboard. If it differs, users land on a Fullscript 404 page. */
  redirectUri: string;
  /** The Fullscript environment: `"us"`, `"ca"`, the sandboxes `"us-snd"` and `"ca-snd"`, or another authorization endpoint. */
  environment: FullscriptEnvironment;
  /** The URL of your backend's connection handler: it exchanges the code (`POST`), and it returns and ends the connection (`GET`, `DELETE`). */
  endpoint: string | ((environment: FullscriptEnvironment) => string);
  /** Headers of requests to {@link endpoint}, e.g. a CSRF or bearer token. A function is called for each request. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Whether requests to {@link endpoint} send cookies. @default "same-origin" */
  credentials?: RequestCredentials | undefined;
  /** Sends the requests to {@link endpoint}. @default globalThis.fetch */
  fetch?: typeof fetch | undefined;
  /** How long a request to {@link endpoint} may take, in milliseconds. @default 30000 */
  timeoutMs?: number | undefined;
  /** Whether {@link endpoint} honors `Idempotency-Key`, as this package's handler does. The header is sent only if it does. @default false */
  idempotent?: boolean | undefined;
  /** An opaque id of your signed-in user. Pass `null` while the user isn't known. */
  subject?: string | null | undefined;
  /** The storage for transactions. @default localStorage */
  storage?: StorageLike | undefined;
}

/** The part of the {@link FullscriptConfig} that an authorization request needs. */
export type AuthorizationConfig = Pick<
  FullscriptConfig,
  "clientId" | "redirectUri" | "environment" | "subject" | "storage"
>;

/** The part of the {@link FullscriptConfig} that an exchange needs. */
export type ExchangeConfig = Pick<
  FullscriptConfig,
  "endpoint" | "headers" | "credentials" | "fetch" | "timeoutMs" | "idempotent" | "subject" | "storage"
> &
  Partial<Pick<FullscriptConfig, "environment">>;

/** Returns whether a name looks like a secret. */
export const isSecretName = (name: string): boolean => /secret(?!ary)/i.test(name);

/** Throws `misconfigured` if a name in the configuration or an address looks like a client secret. */
export function refuseSecret(config: object, addresses: readonly unknown[]): void {
  if (!Object.keys(config).some(isSecretName) && !/client_?secret/i.test(JSON.stringify(addresses))) return;
  throw new FullscriptError("misconfigured", "The configuration contains a client secret.");
}
