import { settlementOf } from "../../core/attempt";
import {
  type AuthorizationResponse,
  verifyAuthorizationResponse,
  type VerifiedCode,
} from "../../core/authorizationResponse";
import type { Browser } from "../../core/browser";
import { FullscriptError } from "../../core/FullscriptError";
import { settleResponse } from "../../core/marks";
import type { Outcome } from "../../core/outcome";
import { receiveCode } from "../../core/receive";
import { repeatExchange } from "../../core/repeatExchange";
import { isUnknownSubject } from "../../core/subject";
import { toFullscriptError } from "../../core/toFullscriptError";
import {
  CODE_LIFETIME_MS,
  findTransaction,
  pruneTransactions,
  readNonce,
  type Settlement,
  type Transaction,
} from "../../core/transaction";
import { warnOf } from "../../core/warn";
import {
  type ExchangingState,
  type FullscriptCallbackOptions,
  type FullscriptCallbackState,
  READING,
} from "./callbackState";
import { createHosts, type Host } from "./hosts";
import { type Belonging, createLanding } from "./landing";
import type { Marker } from "./marker";
import { createStore } from "./store";
import { leave, remember } from "./waysOn";

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

/**
 * @param clean takes the response out of the URL, where it still is, and leaves a marker in its place.
 * @param handOver gives the response to the page that opened this window, where there may be one; resolves to whether that took it.
 */
export function createFlight(
  response: AuthorizationResponse,
  marker: Marker | undefined,
  clean: (marker: Marker | undefined, options: FullscriptCallbackOptions) => void,
  browser: Browser,
  handOver: (transaction: Transaction | undefined) => Promise<boolean> | undefined = () => undefined,
): Flight {
  const store = createStore<FullscriptCallbackState>(READING);
  const { set: show } = store;
  const hosts = createHosts();
  const { options } = hosts;
  const belonging: Belonging = {
    transaction: undefined,
    owner: marker && (marker.nonce ?? marker.subject) !== undefined ? { subject: marker.subject } : undefined,
    isPopup: false,
  };
  const { end, fail, reopen, review, cleanUrl } = createLanding(
    belonging,
    marker !== undefined,
    hosts,
    store,
    clean,
    browser,
  );
  let arrival: Promise<{ verified: VerifiedCode; receivedAt: number }> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isIdentified = false;
  let isStarted = false;
  let isWithOpener = false;

  function advance(): void {
    if (!isIdentified) identify();
    if (isWithOpener) return;
    if (isUnknownSubject(options().subject) && (marker || response.kind !== "absent")) {
      if (!isStarted) patience ??= setTimeout(giveUpWaiting, USER_WAIT_MS);
      return review();
    }
    clearTimeout(patience);
    if (isStarted) return review();
    isStarted = true;
    start().catch((error: unknown) => fail(toFullscriptError(error)));
    pruneTransactions(options().storage, browser);
  }

  /** Finds out whose it is. The code's ten minutes run, whoever is signed in. */
  function identify(): void {
    isIdentified = true;
    if (response.kind === "code") receive(response).catch(() => undefined);
    else if (response.kind === "error" && response.state !== undefined)
      belongTo(findTransaction(response.state, options().storage, browser));
    else if (marker?.nonce !== undefined) belongTo(readNonce(marker.nonce, options().storage, browser));
    void offer(handOver(belonging.transaction));
  }

  /** The page that opened this window comes first: its user, its session and its storage are the right ones. */
  async function offer(offered: Promise<boolean> | undefined): Promise<void> {
    if (!offered) return;
    isWithOpener = true;
    const isTaken = await offered;
    if (isTaken) {
      clean(undefined, options());
      show({ status: "delivered", leave: () => browser.close() });
      if (options().autoLeave !== false) browser.close();
      return;
    }
    isWithOpener = false;
    belonging.isPopup = true;
    advance();
  }

  /** Every wait has an end; this one goes on by itself where the user is known after all. */
  function giveUpWaiting(): void {
    const error = new FullscriptError(
      "exchange_unauthorized",
      "`subject` is still null, or no id, so nothing was sent. Sign your user in and pass a string, or pass no subject.",
      { retryable: true },
    );
    warnOf(error);
    show({
      status: "failed",
      error,
      ...remember(belonging.transaction, browser),
      leave: () => leave(belonging.transaction, options(), browser),
    });
  }

  function receive(answer: Extract<AuthorizationResponse, { kind: "code" }>): NonNullable<typeof arrival> {
    const look = async () => {
      const { storage } = options();
      const verified = verifyAuthorizationResponse(answer, storage, browser);
      belongTo(verified.transaction);
      return { verified, receivedAt: (await receiveCode(verified, storage, browser)).receivedAt };
    };
    return (arrival ??= look());
  }

  async function start(): Promise<void> {
    switch (response.kind) {
      case "absent":
        return marker
          ? replay(marker, marker.nonce)
          : show({ status: "absent", leave: () => leave(undefined, options(), browser) });
      case "invalid":
        return fail(response.error);
      case "error":
        return readError(response);
      case "code":
        return exchange(await receive(response));
      default:
        response satisfies never;
    }
  }

  function belongTo(found: Transaction | undefined): void {
    belonging.transaction = found;
    if (found) belonging.owner = { subject: found.subject };
  }

  function readError({ error, errorDescription }: Extract<AuthorizationResponse, { kind: "error" }>): void {
    const { storage } = options();
    const refusal = new FullscriptError(
      "authorization_error",
      "Fullscript answered with an error instead of a code. Look up `error` in RFC 6749 §4.1.2.1.",
      // Anyone can write a link; only an answer that was asked for may speak.
      belonging.transaction && { error: error.slice(0, 200), errorDescription: errorDescription?.slice(0, 500) },
    );
    const verified = belonging.transaction !== undefined;
    const isCancel = error === "access_denied";
    const settled: Settlement = isCancel
      ? { status: "cancelled", at: browser.now() }
      : settlementOf(refusal, browser.now());
    if (belonging.transaction) void settleResponse(belonging.transaction, "error", settled, storage, browser);
    const outcome: Outcome = isCancel
      ? { status: "cancelled", verified, ...remember(belonging.transaction, browser) }
      : { status: "failed", error: refusal, ...remember(belonging.transaction, browser) };
    end({ outcome, settled, isSilent: !verified });
  }

  async function exchange({ verified, receivedAt }: Awaited<NonNullable<typeof arrival>>): Promise<void> {
    const onProgress = (attempt: number, waiting: ExchangingState["waiting"]) => {
      const shown = store.getSnapshot();
      // What is shown already would only be rendered again.
      if (shown.status === "exchanging" && shown.attempt === attempt && shown.waiting === waiting) return;
      show({ status: "exchanging", attempt, waiting, expiresAt: receivedAt + CODE_LIFETIME_MS });
    };
    const retry = () => {
      if (reopen()) void run();
    };
    const run = async () => {
      onProgress(1, undefined);
      try {
        const { settled, connection, replayed } = await repeatExchange(
          verified,
          options,
          receivedAt,
          onProgress,
          browser,
        );
        if (replayed) replay(settled, verified.transaction.nonce);
        else
          end({
            outcome: { status: "connected", connection, replayed, ...remember(belonging.transaction, browser) },
            settled,
          });
      } catch (thrown) {
        const error = toFullscriptError(thrown);
        fail(error, { retry: error.retryable ? retry : undefined });
      }
    };
    await run();
  }

  /** Shows again how a response ended, and posts nothing. */
  function replay(settled: Settlement, nonce: string | undefined): void {
    const { status, code = "exchange_interrupted", error } = settled;
    const verified = nonce !== undefined;
    switch (status) {
      case "connected":
        return end({
          outcome: { status, connection: undefined, replayed: true, ...remember(belonging.transaction, browser) },
          settled,
        });
      case "cancelled":
        return end({
          outcome: { status, verified, ...remember(belonging.transaction, browser) },
          settled,
          isSilent: !verified,
        });
      case "expired":
      case "failed": {
        const again = new FullscriptError(
          code,
          "This is how this answer ended before; nothing was sent now. Start again.",
          { error },
        );
        return fail(again, { settled, isSilent: !verified && code === "authorization_error" });
      }
      default:
        status satisfies never;
    }
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    attach: (host) => {
      const detach = hosts.attach(host);
      cleanUrl();
      advance();
      return detach;
    },
    advance,
  };
}
