import type { AuthorizationRequest } from "../../core/authorizationRequest";
import type { Browser, OtherWindow } from "../../core/browser";
import { FullscriptError } from "../../core/FullscriptError";
import { windowName } from "../../core/popupWindow";
import { warnOf } from "../../core/warn";
import type { Host } from "../callback/hosts";

/** Where an authorization in a window of its own is; of the outcomes what the page that opened it shows. */
export type PopupState =
  /** `isOpen` is what the browser says, which may be wrong: behind a Cross-Origin-Opener-Policy a window that lives reads as closed. */
  | { status: "awaiting"; isOpen: boolean }
  | { status: "exchanging" }
  | { status: "connected"; connection: unknown }
  | { status: "cancelled" }
  /** `retry` presents the same code again, and answers `false` where that has expired meanwhile. */
  | { status: "expired" | "failed"; error: FullscriptError; retry?: (() => boolean) | undefined };

/** An authorization in a window of its own, outside React: it goes on where the button has been unmounted. */
export interface PopupSession {
  /** Brings the window to the front; answers whether there is nothing else to do. */
  focus: () => boolean;
  /** Another window has been opened since: whether this one is open is no longer shown, only what it brings. */
  recede: () => void;
  /** Waits no more, tells nothing more, and closes the window. */
  cancel: () => void;
  /** The host's user, or its configuration, has changed. */
  advance: () => void;
}

/** One window, for what follows it. */
export interface PopupAttempt {
  /** `null` where it was blocked, or opened apart from this page. */
  readonly popup: OtherWindow | null;
  readonly request: AuthorizationRequest;
  readonly host: Host;
  readonly onState: (state: PopupState) => void;
  isNewest: boolean;
  isOver: boolean;
}

/** What follows a window, once that has been loaded. */
export interface Followed extends Pick<PopupSession, "focus" | "advance"> {
  stop: () => void;
}

type Follow = (attempt: PopupAttempt, browser: Browser) => Followed;

const LOAD_WAIT_MS = 10_000;

let follow: Follow | undefined;

/** Loads what follows a window: a page that only redirects never needs it. */
export async function loadPopupSession(): Promise<Follow> {
  return (follow ??= (await import("./popupSession")).followPopup);
}

/** Opens the window, in a click, and follows it to its outcome. */
export function openPopup(
  request: AuthorizationRequest,
  host: Host,
  onState: (state: PopupState) => void,
  browser: Browser,
): PopupSession {
  const popup = browser.open(request.url, windowName(request.transaction.nonce));
  const attempt: PopupAttempt = { popup, request, host, onState, isNewest: true, isOver: false };
  let followed: Followed | undefined;
  const start = (followPopup: Follow) => {
    if (!attempt.isOver) followed = followPopup(attempt, browser);
  };
  const fail = (error: FullscriptError) => {
    if (attempt.isOver) return;
    warnOf(error);
    onState({ status: "failed", error });
  };

  if (popup) onState({ status: "awaiting", isOpen: true });
  else fail(blocked());
  if (follow) start(follow);
  else {
    // The window stays: without this page it may be finishing by itself. What loads later goes on from here.
    const patience = setTimeout(() => fail(unloaded()), LOAD_WAIT_MS);
    loadPopupSession()
      .then(start)
      .catch(() => fail(unloaded()))
      .finally(() => clearTimeout(patience));
  }

  return {
    focus: () => {
      if (followed) return followed.focus();
      popup?.focus();
      return popup?.closed === false;
    },
    advance: () => followed?.advance(),
    recede: () => {
      attempt.isNewest = false;
    },
    cancel: () => {
      attempt.isOver = true;
      followed?.stop();
      popup?.close();
    },
  };
}

function blocked(): FullscriptError {
  return new FullscriptError(
    "popup_blocked",
    'The window was blocked, or opened apart from this page, as behind a Cross-Origin-Opener-Policy. Call `authorize` in the click itself, with nothing awaited before, or use `mode: "redirect"`.',
  );
}

function unloaded(): FullscriptError {
  return new FullscriptError(
    "exchange_unreachable",
    "A part of this package could not be loaded, so the window's answer cannot be taken by this page. Reload it; check the network and that your deployment keeps its older files.",
  );
}
