import type { QueryClient } from "@tanstack/react-query";
import { isOtherSubject, settlementOf, subjectMismatch } from "../core/attempt";
import { type AuthorizationResponse, verifyAuthorizationResponse, type VerifiedCode } from "../core/authorizationResponse";
import type { Browser } from "../core/browser";
import { FullscriptError } from "../core/FullscriptError";
import { settleResponse } from "../core/marks";
import type { Outcome } from "../core/outcome";
import { receiveCode } from "../core/receive";
import { appStateOf, findTransaction, pruneTransactions, readNonce, type Settlement, type Transaction } from "../core/transaction";
import { warn } from "../core/warn";
import type { FullscriptCallbackOptions, FullscriptCallbackState, NextSteps } from "./callbackState";
import { guard } from "./guard";
import type { Marker } from "./marker";
import { observeExchange } from "./observeExchange";
import { tell } from "./tell";
import { toFullscriptError } from "./toFullscriptError";
import { leave, ownPath, restart, restartConfig } from "./waysOn";

/** What a mounted hook lends to its flight: always its latest options. */
export interface Host {
  current: FullscriptCallbackOptions & { queryClient?: QueryClient | undefined };
}

/**
 * One authorization response on its way to an outcome, outside React: every mount, StrictMode pass and component reads the same
 * flight, so that the code is exchanged once however often React mounts.
 */
export interface Flight {
  getSnapshot: () => FullscriptCallbackState;
  subscribe: (listener: () => void) => () => void;
  /** Lends a host; gives a function that takes it back. */
  attach: (host: Host) => () => void;
  /** Goes on where it waited for the host's user, and looks whether that is still the same one. */
  advance: () => void;
}

/** How long the host may take to know its user. */
const USER_WAIT_MS = 30_000;

interface Ending {
  settled?: Settlement | undefined;
  retry?: (() => void) | undefined;
  /** Nobody here asked for this answer, so the host is not told. */
  isSilent?: boolean;
  /** The code may still be used: it stays where it is. */
  isOpen?: boolean;
}

/** @param clean takes the response out of the URL, where it still is, and leaves a marker in its place. */
export function createFlight(
  response: AuthorizationResponse,
  marker: Marker | undefined,
  clean: (marker: Marker, options: FullscriptCallbackOptions) => void,
  browser: Browser,
): Flight {
  const listeners = new Set<() => void>();
  const hosts: Host[] = [];
  const told = new Set<Outcome["status"]>();
  let state: FullscriptCallbackState = { status: "reading" };
  // The newest host stays to be told, also where it has been unmounted.
  let newestHost: Host | undefined;
  let transaction: Transaction | undefined;
  /** The host's user who left. */
  let owner = marker?.subject;
  /** What the URL is to remember, once the outcome is final. */
  let left: Marker | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isStarted = false;
  let isRestarting = false;
  let hasLeft = false;

  const options = () => newestHost?.current ?? { endpoint: "" };

  function show(next: FullscriptCallbackState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function advance(): void {
    const { subject, storage } = options();
    if ("leave" in state && state.status !== "connected" && state.status !== "absent" && Boolean(state.restart) !== Boolean(restartConfig(transaction, options()))) {
      const { restart: _, ...rest } = state;
      show({ ...rest, ...nextSteps() });
    }
    if (subject === null && (marker || response.kind !== "absent")) {
      if (!isStarted) patience ??= setTimeout(giveUpWaiting, USER_WAIT_MS);
      return;
    }
    clearTimeout(patience);
    if (isStarted) {
      if ("leave" in state && !hasError("subject_mismatch") && isOtherSubject(owner, subject)) end(failure(subjectMismatch()));
      return;
    }
    isStarted = true;
    try {
      start();
    } catch (error) {
      end(failure(toFullscriptError(error)));
    }
    pruneTransactions(storage, browser);
  }

  /** Every wait has an end; this one goes on by itself where the user is known after all. */
  function giveUpWaiting(): void {
    const error = new FullscriptError("exchange_unauthorized", "`subject` is still null, so nothing was sent. Sign your user in, or pass no subject.", { retryable: true });
    warn(`${error.code}: ${error.message}`);
    show({ ...failure(error), leave: goBack });
  }

  function start(): void {
    switch (response.kind) {
      case "absent":
        return marker ? replay(marker, marker.nonce) : show({ status: "absent", leave: goBack });
      case "invalid":
        return end(failure(response.error));
      case "error":
        return readError(response);
      case "code": {
        const verified = verifyAuthorizationResponse(response, options().storage, browser);
        belongTo(verified.transaction);
        exchange(verified).catch((error: unknown) => end(failure(toFullscriptError(error))));
        return;
      }
      default:
        response satisfies never;
    }
  }

  function belongTo(found: Transaction | undefined): void {
    transaction = found;
    owner = found?.subject ?? owner;
  }

  function readError({ error, errorDescription, state: returned }: Extract<AuthorizationResponse, { kind: "error" }>): void {
    const { storage } = options();
    belongTo(returned === undefined ? undefined : findTransaction(returned, storage, browser));
    const refusal = new FullscriptError(
      "authorization_error",
      "Fullscript answered with an error instead of a code. Look up `error` in RFC 6749 §4.1.2.1.",
      // Anyone can write a link; only an answer that was asked for may speak.
      transaction && { error: error.slice(0, 200), errorDescription: errorDescription?.slice(0, 500) },
    );
    const verified = transaction !== undefined;
    const isCancel = error === "access_denied";
    const settled: Settlement = isCancel ? { status: "cancelled", at: browser.now() } : settlementOf(refusal, browser.now());
    if (transaction) void settleResponse(transaction, "error", settled, storage, browser);
    end(isCancel ? { status: "cancelled", verified, ...memory() } : failure(refusal), { settled, isSilent: !verified });
  }

  async function exchange(verified: VerifiedCode): Promise<void> {
    const { receivedAt } = await receiveCode(verified, options().storage, browser);
    const retry = observeExchange(
      verified,
      receivedAt,
      options,
      {
        onProgress: show,
        onResult: ({ settled, connection, replayed }) =>
          replayed ? replay(settled, verified.transaction.nonce) : end({ status: "connected", connection, replayed, ...memory() }, { settled }),
        onError: (error) => end(failure(error), { retry, isOpen: error.retryable }),
      },
      browser,
    );
    retry();
  }

  /** Shows again how a response ended, and posts nothing. */
  function replay(settled: Settlement, nonce: string | undefined): void {
    if (nonce !== undefined) belongTo(readNonce(nonce, options().storage, browser));
    const { status, code = "exchange_interrupted", error } = settled;
    const verified = nonce !== undefined;
    switch (status) {
      case "connected":
        return end({ status, connection: undefined, replayed: true, ...memory() }, { settled });
      case "cancelled":
        return end({ status, verified, ...memory() }, { settled, isSilent: !verified });
      case "expired":
      case "failed": {
        const again = new FullscriptError(code, "This is how this answer ended before; nothing was sent now. Start again.", { error });
        return end(failure(again), { settled, isSilent: !verified && code === "authorization_error" });
      }
      default:
        status satisfies never;
    }
  }

  /** Shows an outcome, cleans the URL where it is final, tells the host, and leaves where that is wanted. */
  function end(outcome: Outcome, { settled, retry, isSilent = false, isOpen = false }: Ending = {}): void {
    const error = "error" in outcome ? outcome.error : undefined;
    if (error?.code !== "subject_mismatch" && isOtherSubject(owner, options().subject)) return end(failure(subjectMismatch()));
    if (error) warn(`${error.code}: ${error.message}`);
    const steps = outcome.status === "connected" ? { leave: goBack } : nextSteps();
    show({ ...outcome, ...steps, ...(retry && isOpen && { retry }) });
    if (!isOpen) {
      left = { ...(settled ?? (error ? settlementOf(error, browser.now()) : { status: outcome.status, at: browser.now() })), nonce: transaction?.nonce, subject: owner };
      cleanUrl();
    }
    if (outcome.status === "connected") guard(() => void options().queryClient?.invalidateQueries({ queryKey: ["fullscript", "connection"] }));
    if (!isSilent && !told.has(outcome.status)) {
      told.add(outcome.status);
      guard(() => tell(outcome, [options(), ...hosts.map(({ current }) => current).reverse()]));
    }
    leaveByItself();
  }

  function cleanUrl(): void {
    const marker = left;
    if (marker) guard(() => clean(marker, options()));
  }

  function leaveByItself(): void {
    if (state.status !== "connected" || hasLeft || hosts.length === 0 || options().autoLeave === false) return;
    hasLeft = true;
    guard(goBack);
  }

  function goBack(): void {
    leave(transaction, options(), browser);
  }

  function nextSteps(): NextSteps {
    const config = restartConfig(transaction, options());
    const startAgain = () => {
      const now = restartConfig(transaction, options());
      if (isRestarting || !now) return;
      try {
        isRestarting = true;
        restart(now, transaction, options().fallbackTo, () => (isRestarting = false), browser);
      } catch (thrown) {
        isRestarting = false;
        const { retry } = state as Partial<NextSteps>;
        // What could be done before can still be done.
        end(failure(toFullscriptError(thrown)), { retry, isOpen: retry !== undefined });
      }
    };
    return { leave: goBack, ...(config && { restart: startAgain }) };
  }

  function memory() {
    return { appState: transaction && appStateOf(transaction), returnTo: ownPath(transaction?.returnTo, browser) };
  }

  function failure(error: FullscriptError): Outcome {
    // What the other user was doing is not this one's to see.
    if (error.code === "subject_mismatch") transaction = undefined;
    return { status: settlementOf(error, 0).status === "expired" ? "expired" : "failed", error, ...memory() };
  }

  function hasError(code: FullscriptError["code"]): boolean {
    return "error" in state && state.error.code === code;
  }

  return {
    getSnapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach: (host) => {
      hosts.push(host);
      newestHost = host;
      cleanUrl();
      advance();
      leaveByItself();
      return () => {
        hosts.splice(hosts.indexOf(host), 1);
        newestHost = hosts.at(-1) ?? host;
      };
    },
    advance,
  };
}
