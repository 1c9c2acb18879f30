import type { StorageLike } from "./browser";
import type { FullscriptEnvironment } from "./environment";

/** Anything that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The host app's settings, written once and spread into every hook and component. */
export interface FullscriptConfig {
  /** The app's client id, from Fullscript's dashboard. Never its secret: that stays on the host's server. */
  clientId: string;
  /** The callback page's absolute URL, exactly as on Fullscript's dashboard: any difference ends in a 404 on Fullscript's side. */
  redirectUri: string;
  /** Which Fullscript: `"us"`, `"ca"`, their sandboxes `"us-snd"` and `"ca-snd"`, or an authorization endpoint of one's own. */
  environment: FullscriptEnvironment;
  /** Where the host's own backend takes the code (`POST`) and tells of the connection (`GET`, `DELETE`). */
  endpoint: string | ((environment: FullscriptEnvironment) => string);
  /** Headers for requests to {@link endpoint}, e.g. a CSRF or bearer token; a function is called for each request. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Cookies to {@link endpoint}. @default "same-origin" */
  credentials?: RequestCredentials | undefined;
  /** Sends the requests to {@link endpoint}. @default globalThis.fetch */
  fetch?: typeof fetch | undefined;
  /** How long a request to {@link endpoint} may take, in milliseconds. @default 30000 */
  timeoutMs?: number | undefined;
  /** Whether {@link endpoint} honours `Idempotency-Key`, as this package's server half does. Only then is it sent. @default false */
  idempotent?: boolean | undefined;
  /** An opaque id of the host's signed-in user. `null`: not known yet, wait for it. */
  subject?: string | null | undefined;
  /** Where authorization requests are remembered. @default localStorage */
  storage?: StorageLike | undefined;
}

/** What an authorization request needs of the {@link FullscriptConfig}. */
export type AuthorizationConfig = Pick<
  FullscriptConfig,
  "clientId" | "redirectUri" | "environment" | "subject" | "storage"
>;

/** What the exchange needs of the {@link FullscriptConfig}. */
export type ExchangeConfig = Pick<
  FullscriptConfig,
  "endpoint" | "headers" | "credentials" | "fetch" | "timeoutMs" | "idempotent" | "subject" | "storage"
> &
  Partial<Pick<FullscriptConfig, "environment">>;
