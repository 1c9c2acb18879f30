import type { SyntheticEvent } from "react";
import type { AuthorizationRequestOptions } from "../core/authorizationRequest";
import type { AuthorizationConfig, FullscriptConfig } from "../core/FullscriptConfig";
import type { FullscriptError } from "../core/FullscriptError";
import type { ConnectedOutcome } from "../core/outcome";

/** How the user gets to Fullscript. */
export type FullscriptAuthMode = "redirect" | "popup" | "top" | "auto";

/** The host's configuration, and what this authorization is for. */
export interface FullscriptAuthOptions extends AuthorizationConfig, Partial<Omit<FullscriptConfig, keyof AuthorizationConfig>>, Omit<AuthorizationRequestOptions, "popup"> {
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
export type AuthorizeOverrides = Omit<AuthorizationRequestOptions, "popup"> & Pick<FullscriptAuthOptions, "mode">;

/** What the hook can do. */
export interface AuthActions {
  /**
   * Goes to Fullscript. Stable, never throws, and is its own `onClick`. While one is under way it does nothing, but for a window that is
   * open: that is brought to the front.
   */
  authorize: (overrides?: AuthorizeOverrides | SyntheticEvent) => void;
  /** Back to `idle`; a window that is open is closed. */
  reset: () => void;
}

interface Nothing {
  isOpen?: undefined;
  error: undefined;
  connection: undefined;
  retry?: undefined;
}

/** What the hook tells. */
export type AuthState<Connection> =
  | (Nothing & { status: "idle" | "redirecting" | "exchanging" | "cancelled" })
  /** The window is open, as far as the browser tells: behind a Cross-Origin-Opener-Policy one that lives reads as closed. */
  | (Omit<Nothing, "isOpen"> & { status: "awaiting"; isOpen: boolean })
  | (Omit<Nothing, "connection"> & { status: "connected"; connection: Connection | undefined })
  | (Omit<Nothing, "error"> & { status: "expired"; error: FullscriptError })
  /** `retry` presents the same code again, e.g. once the user has signed in to the host again: it surely was not accepted before. Where it has expired, a fresh one is asked for. */
  | (Omit<Nothing, "error" | "retry"> & { status: "failed"; error: FullscriptError; retry?: (() => void) | undefined });

/** What the hook gives: the status with what belongs to it, and what can be done. */
export type FullscriptAuth<Connection = unknown> = AuthState<Connection> & AuthActions;
