import type { FullscriptEnvironmentName } from "../core/environment";
import type { FullscriptError } from "../core/FullscriptError";
import type { ConnectionStore } from "./ConnectionStore";

/** What `createConnectionHandler` needs to know. */
export interface ConnectionHandlerOptions {
  /**
   * A Fullscript environment by name, or the endpoints of another server, absolute and https (http on loopback alone). Without a
   * `revocationEndpoint` a disconnect only forgets.
   */
  environment: FullscriptEnvironmentName | { tokenEndpoint: string; revocationEndpoint?: string | undefined };
  /** From your app's page on Fullscript's dashboard. */
  clientId: string;
  /** From the same page. It never leaves this server, except to the endpoints above. */
  clientSecret: string;
  /** Exactly the one on the dashboard and in the front end's configuration. */
  redirectUri: string;
  /** Where connections and claims are kept: one store for each environment. */
  store: ConnectionStore;
  /**
   * The host's signed-in user, by the request's cookies or headers; it must not read the body. `null`, `undefined` and a thrown
   * error answer 401.
   */
  getUser: (request: Request) => ConnectionUser | null | undefined | Promise<ConnectionUser | null | undefined>;
  /**
   * Other origins whose pages may call this URL with the user's cookies, e.g. `["https://app.example"]`. The origins of
   * `redirectUri` and of the request's own URL always may.
   * @default []
   */
  allowedOrigins?: readonly string[] | undefined;
  /** For the requests to Fullscript. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long to wait for Fullscript's answer, and for another request that is exchanging the same code, in milliseconds.
   * @default 10_000
   */
  timeoutMs?: number | undefined;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
  /**
   * Told of everything that a developer should see, with what to do about it: `misconfigured` (Fullscript refused this client, or the
   * front end has another `redirectUri`), `code_rejected` (Fullscript refused a code, as an expired one), `exchange_unavailable` (it is
   * down, cannot be reached or limits the rate; or the store threw), `exchange_interrupted` (it gave no answer that can be read),
   * `exchange_unauthorized` (`getUser` threw). The error never holds a secret, a code, a token or a thrown error's own text.
   * @default writes the message to console.error
   */
  onError?: ((error: FullscriptError) => void) | undefined;
}

/** The host's user whose connection this is. */
export interface ConnectionUser {
  /** Stable and unique among the users of one store; equal to the front end's `subject`, where that is set. */
  id: string;
}
