import { isCodeExpired } from "../../core/attempt";
import type { AuthorizationResponse } from "../../core/authorizationResponse";
import type { Browser } from "../../core/browser";
import { FullscriptError } from "../../core/FullscriptError";
import { awaitResponse } from "../../core/popup";
import { isTransactionExpired, readNonce, type Settlement } from "../../core/transaction";
import type { FullscriptCallbackState } from "../callback/callbackState";
import { createFlight, type Flight } from "../callback/flight";
import type { Marker } from "../callback/marker";
import type { Followed, PopupAttempt, PopupState } from "./popup";

const LOOK_MS = 500;

/** Follows the window of an authorization to its outcome. Loaded where there is a window alone, and all of an exchange with it. */
export function followPopup(attempt: PopupAttempt, browser: Browser): Followed {
  const { popup, request, host, onState } = attempt;
  const { state, transaction } = request;
  let status: PopupState["status"] = popup ? "awaiting" : "failed";
  let isOpen = popup !== null;
  let flight: Flight | undefined;

  const set = (next: PopupState) => {
    if (attempt.isOver) return;
    status = next.status;
    onState(next);
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
      if (attempt.isNewest && status === "awaiting") set({ status: "expired", error: overdue() });
      return;
    }
    const settled = settlementOf(readNonce(transaction.nonce, host.current.storage, browser)?.responses);
    // The window could not reach this page, and finished it by itself.
    if (settled)
      return follow({ kind: "absent" }, { ...settled, nonce: transaction.nonce, subject: transaction.subject });
    const isStillOpen = popup?.closed === false;
    if (isStillOpen === isOpen || popup === null || !attempt.isNewest) return;
    isOpen = isStillOpen;
    set({ status: "awaiting", isOpen });
  };
  const follow = (response: AuthorizationResponse, marker?: Marker) => {
    stop();
    if (response.kind === "code") set({ status: "exchanging" });
    const receivedAt = browser.now();
    const opened = createFlight(response, marker, () => undefined, browser);
    const show = () => {
      const next = popupState(opened.getSnapshot(), () => isCodeExpired(receivedAt, browser.now()));
      if (next && next.status !== status) set(next);
    };
    flight = opened;
    opened.subscribe(show);
    opened.attach({
      get current() {
        return attempt.isOver ? { ...host.current, onConnected: undefined } : host.current;
      },
    });
    show();
  };

  const forgetResponse = awaitResponse(state, popup, (response) => follow(response), browser);
  const forgetStorage = browser.onStorage(() => look());
  const timer = setInterval(look, LOOK_MS);
  if (popup) look();

  return {
    focus: () => {
      if (status === "exchanging") return true;
      if (status !== "awaiting" || popup?.closed !== false) return false;
      popup.focus();
      return true;
    },
    advance: () => flight?.advance(),
    stop,
  };
}

function settlementOf(responses: Record<string, { settled?: Settlement | undefined }> = {}): Settlement | undefined {
  return Object.values(responses).flatMap(({ settled }) => settled ?? [])[0];
}

function popupState(state: FullscriptCallbackState, isOver: () => boolean): PopupState | undefined {
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
    case "failed": {
      const { status, error, retry } = state;
      const present = () => {
        if (isOver()) return false;
        retry?.();
        return true;
      };
      return { status, error, retry: retry && present };
    }
    default:
      return state satisfies never;
  }
}

function overdue(): FullscriptError {
  return new FullscriptError(
    "code_expired",
    "The window was left for more than an hour, so its answer is not waited for any more. Start again.",
  );
}
