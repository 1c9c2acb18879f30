import type { AuthorizationRequest } from "../../core/authorizationRequest";
import type { OtherWindow } from "../../core/browser";
import { callbackBrowser as browser } from "../../core/callbackBrowser";
import { bindSession, type CallbackSession } from "../../core/callback/createCallbackSession";
import type {
  CallbackActions,
  CallbackSessionOptions,
  FullscriptCallbackState,
} from "../../core/callback/FullscriptCallbackState";
import type { CallbackSource } from "../../core/callback/readResponse";
import { createSharedSession } from "../../core/callback/createSharedSession";
import { FullscriptError } from "../../core/FullscriptError";
import { awaitResponse } from "../../core/popup";
import { isTransactionExpired } from "../../core/transaction";
import { isCodeExpired } from "../../core/settlement";
import { createTransactionStore } from "../../core/transactionStore";
import { type FullscriptAuthState, type FullscriptAuthStatus, NOTHING } from "./authState";

/** An authorization in a popup. */
export interface PopupAttempt {
  /** `null` if the popup was blocked, or if it opened apart from this page. */
  popup: OtherWindow | null;
  request: AuthorizationRequest;
  /** Returns the latest options of the host. */
  options: () => CallbackSessionOptions;
  /** Returns whether no other popup was opened after this one. An older one doesn't show whether it is open. */
  isNewest: () => boolean;
  /** Opens a popup again. Called inside a click, if the code that could be posted again has expired. */
  restart: () => void;
  onState: (state: FullscriptAuthState) => void;
}

export interface PopupMonitor {
  /** Brings the popup to the front, and returns whether there's nothing else to do. */
  focus: () => boolean;
  /** Reads the options again. */
  update: () => void;
  /** Stops waiting. Nothing is shown and the host isn't notified any more. */
  stop: () => void;
}

const POLL_MS = 500;

/** Follows a popup to its outcome. This file is loaded only if there is a popup, and everything for an exchange with it. */
export function monitorPopup({ popup, request, options, isNewest, restart, onState }: PopupAttempt): PopupMonitor {
  const { nonce, subject } = request.transaction;
  let status: FullscriptAuthStatus | undefined = popup ? "awaiting" : undefined;
  let isOpen = true;
  let session: CallbackSession | undefined;

  function show(state: FullscriptAuthState): void {
    status = state.status;
    onState(state);
  }

  function stopWaiting(): void {
    stopMessages();
    stopStorage();
    clearInterval(timer);
  }

  function poll(): void {
    if (isTransactionExpired(request.transaction, browser.now())) {
      stopWaiting();
      const error = new FullscriptError("code_expired", "The popup didn't answer within an hour.");
      if (popup && isNewest()) show({ ...NOTHING, status: "expired", error });
      return;
    }
    const { responses = {} } = createTransactionStore(options().storage, browser).get(nonce) ?? {};
    const settled = Object.values(responses).find((response) => response.settled)?.settled;
    // The popup couldn't reach this page, and finished without it.
    if (settled) return start({ kind: "settled", entry: { ...settled, nonce, subject } });
    if (!popup || !isNewest() || isOpen !== popup.closed) return;
    // It's wrong behind a Cross-Origin-Opener-Policy: an open window reads as closed.
    isOpen = !popup.closed;
    show({ ...NOTHING, status: "awaiting", isOpen });
  }

  function start(found: CallbackSource["found"]): void {
    stopWaiting();
    if (found.kind === "code") show({ ...NOTHING, status: "exchanging" });
    const receivedAt = browser.now();
    const source = { found, search: "", pathname: undefined };
    const started = bindSession(options(), () => createSharedSession(source, browser));
    const follow = () => {
      const state: Snapshot = started.getSnapshot();
      const { connection, error, retry } = state;
      if (state.status === "reading" || state.status === status) return;
      const present = retry && (() => (isCodeExpired(receivedAt, browser.now()) ? restart() : retry()));
      show({ status: state.status, connection, error, retry: present } as FullscriptAuthState);
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
      if (status === "exchanging") return true;
      if (status !== "awaiting" || popup?.closed !== false) return false;
      popup.focus();
      return true;
    },
    update: () => session?.update(options()),
    stop: () => {
      stopWaiting();
      session?.update({ ...options(), onConnected: undefined });
      session?.dispose();
    },
  };
}

/** What a session of one response may hold. */
interface Snapshot extends Pick<CallbackActions, "retry"> {
  status: FullscriptCallbackState["status"];
  connection?: unknown;
  error?: FullscriptError;
}
