import type { AuthorizationRequest } from "../../core/authorizationRequest";
import type { OtherWindow } from "../../core/browser";
import { callbackBrowser as browser } from "../../core/callbackBrowser";
import { bindSession, type CallbackSession } from "../../core/callback/createCallbackSession";
import type { CallbackSessionOptions, FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import type { CallbackSource } from "../../core/callback/readResponse";
import { createSharedSession } from "../../core/callback/createSharedSession";
import { FullscriptError } from "../../core/FullscriptError";
import { awaitResponse } from "../../core/popup";
import { isTransactionExpired, type Settlement } from "../../core/transaction";
import { isCodeExpired } from "../../core/settlement";
import { createTransactionStore } from "../../core/transactionStore";

/** The state of an authorization in a popup, as the page that opened it shows it. */
export type PopupState =
  /** `isOpen` is what the browser says. It's wrong behind a Cross-Origin-Opener-Policy: an open window reads as closed. */
  | { status: "awaiting"; isOpen: boolean }
  | { status: "exchanging" }
  | { status: "connected"; connection: unknown }
  | { status: "cancelled" }
  /** `retry` posts the same code again, and returns `false` if the code has expired since. */
  | { status: "expired" | "failed"; error: FullscriptError; retry?: (() => boolean) | undefined };

/** An authorization in a popup. */
export interface PopupAttempt {
  /** `null` if the popup was blocked, or if it opened apart from this page. */
  popup: OtherWindow | null;
  request: AuthorizationRequest;
  /** Returns the latest options of the host. */
  options: () => CallbackSessionOptions;
  onState: (state: PopupState) => void;
}

export interface PopupMonitor {
  /** Brings the popup to the front, and returns whether there's nothing else to do. */
  focus: () => boolean;
  /** Reads the options again. */
  update: () => void;
  /** Stops showing whether this popup is open, because a newer one was opened. */
  supersede: () => void;
  /** Stops waiting. Nothing is shown and the host isn't notified any more. */
  stop: () => void;
}

const POLL_MS = 500;

/** Follows a popup to its outcome. This file is loaded only if there is a popup, and everything for an exchange with it. */
export function monitorPopup({ popup, request, options, onState }: PopupAttempt): PopupMonitor {
  const { nonce, subject } = request.transaction;
  let shown: PopupState | undefined = popup ? { status: "awaiting", isOpen: true } : undefined;
  let isNewest = true;
  let session: CallbackSession | undefined;

  function show(next: PopupState): void {
    shown = next;
    onState(next);
  }

  function stopWaiting(): void {
    stopMessages();
    stopStorage();
    clearInterval(timer);
  }

  function poll(): void {
    if (isTransactionExpired(request.transaction, browser.now())) {
      stopWaiting();
      if (isNewest && shown?.status === "awaiting") show({ status: "expired", error: overdue() });
      return;
    }
    const settled = findSettlement(createTransactionStore(options().storage, browser).get(nonce)?.responses);
    // The popup couldn't reach this page, and finished without it.
    if (settled) return start({ kind: "settled", entry: { ...settled, nonce, subject } });
    const isOpen = popup?.closed === false;
    if (popup && isNewest && shown?.status === "awaiting" && shown.isOpen !== isOpen)
      show({ status: "awaiting", isOpen });
  }

  function start(found: CallbackSource["found"]): void {
    stopWaiting();
    if (found.kind === "code") show({ status: "exchanging" });
    const receivedAt = browser.now();
    const source = { found, search: "", pathname: undefined };
    const started = bindSession(options(), () => createSharedSession(source, browser));
    const follow = () => {
      const next = toPopupState(started.getSnapshot(), () => isCodeExpired(receivedAt, browser.now()));
      if (next && next.status !== shown?.status) show(next);
    };
    session = started;
    started.subscribe(follow);
  }

  const stopMessages = awaitResponse(request.state, popup, start, browser);
  const stopStorage = browser.onStorage(poll);
  const timer = setInterval(poll, POLL_MS);
  if (popup) poll();

  return {
    focus: () => {
      if (shown?.status === "exchanging") return true;
      if (shown?.status !== "awaiting" || popup?.closed !== false) return false;
      popup.focus();
      return true;
    },
    update: () => session?.update(options()),
    supersede: () => {
      isNewest = false;
    },
    stop: () => {
      stopWaiting();
      session?.update({ ...options(), onConnected: undefined });
      session?.dispose();
    },
  };
}

const findSettlement = (responses: Record<string, { settled?: Settlement | undefined }> = {}): Settlement | undefined =>
  Object.values(responses).flatMap(({ settled }) => settled ?? [])[0];

function toPopupState(state: FullscriptCallbackState, isExpired: () => boolean): PopupState | undefined {
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
      const retryUnlessExpired = () => {
        if (isExpired()) return false;
        retry?.();
        return true;
      };
      return { status, error, retry: retry && retryUnlessExpired };
    }
    default:
      return state satisfies never;
  }
}

const overdue = () => new FullscriptError("code_expired", "The popup didn't answer within an hour.");
