import type { SyntheticEvent } from "react";
import type { AuthorizationRequestOptions } from "../../core/authorizationRequest";
import type { AuthorizationConfig, FullscriptConfig } from "../../core/FullscriptConfig";
import type { FullscriptError } from "../../core/FullscriptError";
import type { ConnectedOutcome } from "../../core/callback/FullscriptCallbackState";

/** How the user gets to Fullscript. */
export type FullscriptAuthMode = "redirect" | "popup" | "top" | "auto";

/** The host's configuration, and what this authorization is for. */
export interface FullscriptAuthOptions
  extends
    AuthorizationConfig,
    Partial<Omit<FullscriptConfig, keyof AuthorizationConfig>>,
    Omit<AuthorizationRequestOptions, "popup"> {
  /**
   * `"redirect"` leaves this page; `"popup"` opens a window over it, and needs `endpoint`; `"auto"` is a popup in a frame of another
   * site's, where a redirect ends in a blank frame, and otherwise a redirect. `"top"` redirects the topmost window, for a frame of
   * your own site's.
   * @default "auto"
   */
  mode?: FullscriptAuthMode | undefined;
  /** Called where an answer from a window has connected the account, once, also where this component has been unmounted. */
  onConnected?: ((outcome: ConnectedOutcome<unknown>) => void) | undefined;
}

/** Where an authorization is, as far as this page knows. */
export type FullscriptAuthStatus = FullscriptAuth["status"];

/** What one authorization may have of its own. */
export type FullscriptAuthorizeOverrides = Omit<AuthorizationRequestOptions, "popup"> &
  Pick<FullscriptAuthOptions, "mode">;

/** What the hook can do. */
export interface FullscriptAuthActions {
  /**
   * Goes to Fullscript. Stable, never throws, and is its own `onClick`. While one is under way it does nothing, but for a window that is
   * open: that is brought to the front.
   */
  authorize: (overrides?: FullscriptAuthorizeOverrides | SyntheticEvent) => void;
  /** Back to `idle`; a window that is open is closed. */
  reset: () => void;
}

/**
 * What the hook tells.
 *
 * - `isOpen`: the window is open, as far as the browser tells: behind a Cross-Origin-Opener-Policy one that lives reads as closed.
 * - `connection`: what the endpoint answered.
 * - `retry`: presents the same code again, where it surely was not accepted before.
 */
export type FullscriptAuthState<Connection = unknown> =
  | {
      status: "idle" | "redirecting" | "exchanging" | "cancelled";
      isOpen?: undefined;
      connection: undefined;
      error: undefined;
      retry?: undefined;
    }
  | { status: "awaiting"; isOpen: boolean; connection: undefined; error: undefined; retry?: undefined }
  | { status: "connected"; isOpen?: undefined; connection: Connection | undefined; error: undefined; retry?: undefined }
  | { status: "expired"; isOpen?: undefined; connection: undefined; error: FullscriptError; retry?: undefined }
  | {
      status: "failed";
      isOpen?: undefined;
      connection: undefined;
      error: FullscriptError;
      /** E.g. once the user has signed in to the host again. Where the code has expired, a fresh one is asked for. */
      retry?: (() => void) | undefined;
    };

/** What the hook gives: the status with what belongs to it, and what can be done. */
export type FullscriptAuth<Connection = unknown> = FullscriptAuthState<Connection> & FullscriptAuthActions;

/** What most states have: neither an error nor a connection. */
export const NOTHING = { error: undefined, connection: undefined } as const;
