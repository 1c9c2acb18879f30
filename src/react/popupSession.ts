import type { AuthorizationRequest } from "../core/authorizationRequest";
import type { AuthorizationResponse } from "../core/authorizationResponse";
import type { Browser, OtherWindow } from "../core/browser";
import { FullscriptError } from "../core/FullscriptError";
import { awaitResponse, windowName } from "../core/popup";
import { isTransactionExpired, readNonce, type Settlement } from "../core/transaction";
import { warnOf } from "../core/warn";
import type { FullscriptCallbackState } from "./callbackState";
import type { Flight } from "./flight";
import type { Host } from "./hosts";
import type { Marker } from "./marker";

/** Where an authorization in a window of its own is; of the outcomes what the page that opened it shows. */
export type PopupState =
  /** `isOpen` is what the browser says, which may be wrong: behind a Cross-Origin-Opener-Policy a window that lives reads as closed. */
  | { status: "awaiting"; isOpen: boolean }
  | { status: "exchanging" }
  | { status: "connected"; connection: unknown }
  | { status: "cancelled" }
  | { status: "expired" | "failed"; error: FullscriptError; retry?: (() => void) | undefined };

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

const LOOK_MS = 500;

/** Opens the window, in a click, and follows it to its outcome. */
export function openPopup(request: AuthorizationRequest, host: Host, onState: (state: PopupState) => void, browser: Browser): PopupSession {
  const { url, state, transaction } = request;
  const popup: OtherWindow | null = browser.open(url, windowName(transaction.nonce));
  // Fetched while the user is away: a page that only redirects never needs it.
  const loading = import("./flight");
  loading.catch(() => undefined);
  let status: PopupState["status"] | undefined;
  let isOpen: boolean | undefined;
  let isNewest = true;
  let isOver = false;
  let flight: Flight | undefined;

  const set = (next: PopupState) => {
    if (isOver) return;
    status = next.status;
    onState(next);
  };
  const fail = (error: FullscriptError) => {
    warnOf(error);
    set({ status: "failed", error });
  };
  const stop = () => {
    forgetResponse();
    forgetStorage();
    clearInterval(timer);
  };
  const look = () => {
    // Every wait has an end: nobody comes back with this request any more.
    if (isTransactionExpired(transaction, browser.now())) {
      stop();
      if (isNewest && status === "awaiting") set({ status: "expired", error: overdue() });
      return;
    }
    const settled = settlementOf(readNonce(transaction.nonce, host.current.storage, browser)?.responses);
    // The window could not reach this page, and finished it by itself.
    if (settled) return follow({ kind: "absent" }, { ...settled, nonce: transaction.nonce, subject: transaction.subject });
    const isStillOpen = popup?.closed === false;
    if (isStillOpen === isOpen || popup === null || !isNewest) return;
    isOpen = isStillOpen;
    set({ status: "awaiting", isOpen });
  };
  const follow = (response: AuthorizationResponse, marker?: Marker) => {
    stop();
    if (response.kind === "code") set({ status: "exchanging" });
    void loading
      .then(({ createFlight }) => {
        if (isOver) return;
        const opened = createFlight(response, marker, () => undefined, browser);
        const show = () => {
          const next = popupState(opened.getSnapshot());
          if (next && next.status !== status) set(next);
        };
        flight = opened;
        opened.subscribe(show);
        opened.attach({
          get current() {
            return isOver ? { ...host.current, onConnected: undefined } : host.current;
          },
        });
        show();
      })
      .catch(() => fail(unloaded()));
  };

  const forgetResponse = awaitResponse(state, popup, (response) => follow(response), browser);
  const forgetStorage = browser.onStorage(() => look());
  const timer = setInterval(look, LOOK_MS);
  if (popup) look();
  else fail(blocked());

  return {
    focus: () => {
      if (status === "exchanging") return true;
      if (status !== "awaiting" || popup?.closed !== false) return false;
      popup.focus();
      return true;
    },
    advance: () => flight?.advance(),
    recede: () => {
      isNewest = false;
    },
    cancel: () => {
      isOver = true;
      stop();
      popup?.close();
    },
  };
}

function settlementOf(responses: Record<string, { settled?: Settlement | undefined }> = {}): Settlement | undefined {
  return Object.values(responses).flatMap(({ settled }) => settled ?? [])[0];
}

function popupState(state: FullscriptCallbackState): PopupState | undefined {
  switch (state.status) {
    case "reading":
    case "absent":
    case "delivered":
      return undefined;
    case "exchanging":
    case "cancelled":
      return { status: state.status };
    case "connected":
      return { status: state.status, connection: state.connection };
    case "expired":
    case "failed":
      return { status: state.status, error: state.error, retry: state.retry };
    default:
      return state satisfies never;
  }
}

function blocked(): FullscriptError {
  return new FullscriptError(
    "popup_blocked",
    "The window was blocked, or opened apart from this page, as behind a Cross-Origin-Opener-Policy. Call `authorize` in the click itself, with nothing awaited before, or use `mode: \"redirect\"`.",
  );
}

function overdue(): FullscriptError {
  return new FullscriptError("code_expired", "The window was left for more than an hour, so its answer is not waited for any more. Start again.");
}

function unloaded(): FullscriptError {
  return new FullscriptError("exchange_unreachable", "A part of this package could not be loaded, so nothing was sent. Check the network and that your deployment keeps its older files.");
}
