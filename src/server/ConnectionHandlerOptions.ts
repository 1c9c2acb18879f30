import type { FullscriptEnvironmentName } from "../core/environment";
import type { FullscriptError } from "../core/FullscriptError";
import type { ConnectionStore } from "./ConnectionStore";

/** The options of `createConnectionHandler`. */
export interface ConnectionHandlerOptions {
  /**
   * A Fullscript environment by name, or the endpoints of another server as absolute https URLs (http on loopback only). Without a
   * `revocationEndpoint`, a disconnect only deletes the tokens. `fetchApi` needs the `apiBase`.
   *
   * @example "us-snd"
   * @example { tokenEndpoint: "http://localhost:5174/api/oauth/token", apiBase: "http://localhost:5174/api" }
   */
  environment:
    | FullscriptEnvironmentName
    | { tokenEndpoint: string; revocationEndpoint?: string | undefined; apiBase?: string | undefined };
  /** The client id from your app's page on Fullscript's dashboard. */
  clientId: string;
  /** The client secret from the same page. This server sends it to the endpoints above and nowhere else. */
  clientSecret: string;
  /** The redirect URI, exactly as on the dashboard and in the front end's configuration. */
  redirectUri: string;
  /** Stores connections and claims. Use one store for each environment. */
  store: ConnectionStore;
  /**
   * Returns your app's signed-in user, read from the request's cookies or headers. It must not read the body. If it returns `null` or
   * `undefined`, or throws, the handler answers 401.
   */
  getUser: (request: Request) => ConnectionUser | null | undefined | Promise<ConnectionUser | null | undefined>;
  /**
   * Other origins whose pages may call this URL with the user's cookies, e.g. `["https://app.example"]`. The origin of `redirectUri`
   * always may. The origin of the request's own URL may if that URL is https or on loopback.
   * @default []
   */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Scopes that your app needs. If a connection works but lacks one, `GET` and `POST` add `"reconnect":true` and
   * `"missing_scopes":[…]`, and the card asks the user to reconnect.
   *
   * @default []
   * @example ["patients:read", "patients:write"]
   */
  requiredScopes?: readonly string[] | undefined;
  /** How many new codes a user may post in a minute. More are answered with 429 and `Retry-After`. `Infinity` means no limit. @default 10 */
  maxCodesPerMinute?: number | undefined;
  /** Sends the requests to Fullscript. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long to wait for Fullscript's answer, and for another request that exchanges the same code, in milliseconds.
   * @default 10_000
   */
  timeoutMs?: number | undefined;
  /** Returns the milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
  /**
   * Receives every error that a developer should see. It never contains a secret, a code, a token or the text of a thrown error.
   *
   * - `misconfigured`: Fullscript refused this client, the front end has another `redirectUri`, or a proxy strips `Origin`.
   * - `code_rejected`: Fullscript refused a code.
   * - `exchange_unavailable`: Fullscript is down or limits the rate, or the store threw.
   * - `exchange_interrupted`: Fullscript's answer could not be read.
   * - `exchange_unauthorized`: `getUser` threw.
   *
   * @default writes the message to console.error
   */
  onError?: ((error: FullscriptError) => void) | undefined;
  /**
   * Receives what happened to a user's connection, for an audit log. The handler does not wait for it.
   *
   * @example onEvent: ({ type, userId, at }) => auditLog.write({ action: `fullscript ${type}`, userId, at: new Date(at) })
   */
  onEvent?: ((event: ConnectionEvent) => void) | undefined;
}

/** The host's user whose connection this is. */
export interface ConnectionUser {
  /** Stable and unique among the users of one store. Equals the front end's `subject`, if you pass one. */
  id: string;
}

/** An entry for an audit log. It never contains a secret. */
export interface ConnectionEvent {
  /**
   * - `connected`: a code was exchanged, and the connection is saved.
   * - `refreshed`: a new access token is saved.
   * - `reconnect-needed`: Fullscript has ended the access, and the tokens are deleted.
   * - `disconnected`: the user has disconnected, and the tokens are revoked and deleted.
   * - `refused`: a request of this signed-in user was answered with a 4xx, e.g. for a code that is not valid.
   */
  type: "connected" | "refreshed" | "reconnect-needed" | "disconnected" | "refused";
  userId: string;
  /** In milliseconds since 1970. */
  at: number;
}
