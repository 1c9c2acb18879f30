import type { QueryClient } from "@tanstack/react-query";
import { codeExpired, isCodeExpired, settlementOf } from "../core/attempt";
import { createAuthorizationRequest } from "../core/authorizationRequest";
import { type AuthorizationResponse, parseAuthorizationResponse, type VerifiedCode, verifyAuthorizationResponse } from "../core/authorizationResponse";
import type { Browser } from "../core/browser";
import { FullscriptError } from "../core/FullscriptError";
import { settleResponse } from "../core/marks";
import type { Outcome } from "../core/outcome";
import { receiveCode } from "../core/receive";
import { parseReturnTo } from "../core/returnTo";
import { appStateOf, findTransaction, isTransactionExpired, pruneTransactions, readNonce, type Settlement, type Transaction } from "../core/transaction";
import { warn } from "../core/warn";
import type { FullscriptCallbackOptions, FullscriptCallbackState, NextSteps } from "./callbackState";
import { cleanUrl, type Marker } from "./marker";
import { observeExchange, toFullscriptError } from "./observeExchange";
import { redirect } from "./redirect";
import { tell } from "./tell";

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
  /** Goes on where it waited for the host's user. */
  advance: () => void;
}

interface Ending {
  settled?: Settlement | undefined;
  retry?: (() => void) | undefined;
  /** Whether the host is not told: nobody here asked for this answer. */
  isSilent?: boolean;
}

/** @param onCleaned is told what the history entry, cleaned of the response, remembers of it, and whether the host's router cleaned it. */
export function createFlight(
  response: AuthorizationResponse,
  marker: Marker | undefined,
  onCleaned: (marker: Marker, byRouter: boolean) => void,
  browser: Browser,
): Flight {
  const listeners = new Set<() => void>();
  const hosts: Host[] = [];
  const told = new Set<Outcome["status"]>();
  let state: FullscriptCallbackState = { status: "reading" };
  // The newest host stays to be told, also where it has been unmounted.
  let newestHost: Host | undefined;
  let transaction: Transaction | undefined;
  let isStarted = false;
  let isRestarting = false;
  let hasLeft = false;

  const options = () => newestHost?.current ?? { endpoint: "" };

  function show(next: FullscriptCallbackState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function advance(): void {
    if (isStarted || (response.kind === "code" && options().subject === null)) return;
    isStarted = true;
    try {
      start();
    } catch (error) {
      end(failure(toFullscriptError(error)));
    }
    pruneTransactions(options().storage, browser);
  }

  function start(): void {
    switch (response.kind) {
      case "absent":
        return marker ? replay(marker) : show({ status: "absent", ...nextSteps() });
      case "invalid":
        return end(failure(response.error));
      case "error":
        return readError(response);
      case "code": {
        const verified = verifyAuthorizationResponse(response, options().storage, browser);
        readCode(verified).catch((error: unknown) => end(failure(toFullscriptError(error))));
        return;
      }
      default:
        response satisfies never;
    }
  }

  function readError({ error, errorDescription, state: returned }: Extract<AuthorizationResponse, { kind: "error" }>): void {
    transaction = returned === undefined ? undefined : findTransaction(returned, options().storage, browser);
    const isVerified = transaction !== undefined;
    const at = browser.now();
    if (error === "access_denied") {
      const settled: Settlement = { status: "cancelled", at };
      remember("error", settled);
      return end({ status: "cancelled", verified: isVerified, ...memory() }, { settled, isSilent: !isVerified });
    }
    const refusal = new FullscriptError("authorization_error", `Fullscript answered with an error instead of a code. Look up \`error\` in RFC 6749 §4.1.2.1.`, {
      error: error.slice(0, 200),
      // Anyone can write a link; only an answer that was asked for may speak.
      errorDescription: isVerified ? errorDescription?.slice(0, 500) : undefined,
    });
    remember("error", settlementOf(refusal, at));
    end(failure(refusal), { isSilent: !isVerified });
  }

  async function readCode(verified: VerifiedCode): Promise<void> {
    const { subject, storage } = options();
    const found = verified.transaction;
    if (typeof subject === "string" && found.subject !== undefined && found.subject !== subject) {
      throw new FullscriptError("subject_mismatch", "Another user of your app is signed in than the one who left for Fullscript. Start again as this one.");
    }
    transaction = found;
    const { fingerprint, receivedAt, settled } = await receiveCode(verified, storage, browser);
    const earlier = settled ?? Object.values(found.responses).find((other) => other.settled?.status === "connected")?.settled;
    if (earlier) return replay(earlier);

    const expire = (error: FullscriptError) => {
      remember(fingerprint, settlementOf(error, browser.now()), receivedAt);
      end(failure(error));
    };
    if (isTransactionExpired(found, browser.now()) || isCodeExpired(receivedAt, browser.now())) return expire(codeExpired());
    const retry = observeExchange(
      verified,
      receivedAt,
      options,
      {
        onProgress: show,
        onResult: ({ settled, connection, replayed }) =>
          replayed ? replay(settled) : end({ status: "connected", connection, replayed, ...memory() }, { settled }),
        onError: (error) => (error.code === "code_expired" ? expire(error) : end(failure(error), { retry: () => retry() })),
      },
      browser,
    );
  }

  /** Shows again how a response ended, and posts nothing. */
  function replay(settled: Settlement & { nonce?: string | undefined }): void {
    if (settled.nonce !== undefined) transaction = readNonce(settled.nonce, options().storage, browser);
    const { status, code = "exchange_interrupted", error } = settled;
    switch (status) {
      case "connected":
        return end({ status, connection: undefined, replayed: true, ...memory() }, { settled });
      case "cancelled":
        return end({ status, verified: settled.nonce !== undefined, ...memory() }, { settled, isSilent: settled.nonce === undefined });
      case "expired":
      case "failed":
        return end(failure(new FullscriptError(code, "This is how this answer ended before; nothing was sent now. Start again.", { error })), { settled });
      default:
        status satisfies never;
    }
  }

  /** Shows an outcome, cleans the URL where it is final, tells the host, and leaves where that is wanted. */
  function end(outcome: Outcome, { settled, retry, isSilent = false }: Ending = {}): void {
    const error = "error" in outcome ? outcome.error : undefined;
    if (error) warn(`${error.code}: ${error.message}`);
    if (!error?.retryable) clean(settled ?? (error ? settlementOf(error, browser.now()) : { status: outcome.status, at: browser.now() }));
    show({ ...outcome, ...nextSteps(), ...(error?.retryable && { retry }) });
    if (outcome.status === "connected") void options().queryClient?.invalidateQueries({ queryKey: ["fullscript", "connection"] });
    if (!isSilent && !told.has(outcome.status)) {
      told.add(outcome.status);
      tell(outcome, [options(), ...hosts.map(({ current }) => current).reverse()]);
    }
    leaveByItself();
  }

  function clean(settled: Settlement): void {
    const search = browser.location()?.search ?? "";
    // The user may be on another page of the app by now.
    if (response.kind === "absent" || JSON.stringify(parseAuthorizationResponse(search)) !== JSON.stringify(response)) return;
    const left: Marker = { ...settled, nonce: transaction?.nonce };
    const { replaceUrl } = options();
    onCleaned(left, replaceUrl !== undefined);
    cleanUrl(left, replaceUrl, browser);
  }

  function leaveByItself(): void {
    if (state.status !== "connected" || hasLeft || hosts.length === 0 || options().autoLeave === false) return;
    hasLeft = true;
    leave();
  }

  function leave(): void {
    const { navigate = browser.replace, fallbackTo } = options();
    navigate(ownPath(transaction?.returnTo) ?? ownPath(fallbackTo) ?? "/");
  }

  /** A return address, parsed again: what a storage held is as good as anyone's input. */
  function ownPath(path: string | undefined): string | undefined {
    try {
      return path === undefined ? undefined : parseReturnTo(path, browser.location()?.origin ?? "");
    } catch {
      return undefined;
    }
  }

  function nextSteps(): NextSteps {
    const { clientId, redirectUri, environment } = options();
    const config = clientId && redirectUri && environment ? { clientId, redirectUri, environment } : transaction;
    return config ? { leave, restart: () => restart(config) } : { leave };
  }

  function restart({ clientId, redirectUri, environment }: Pick<Transaction, "clientId" | "redirectUri" | "environment">): void {
    if (isRestarting) return;
    const { subject, storage, fallbackTo } = options();
    const { appState, returnTo } = memory();
    const appStateIn = transaction && "appState" in transaction ? "storage" : "url";
    try {
      const config = { clientId, redirectUri, environment, subject, storage };
      const { url } = createAuthorizationRequest(config, { appState, appStateIn, returnTo: returnTo ?? ownPath(fallbackTo) ?? "/" }, browser);
      isRestarting = true;
      redirect(url, () => (isRestarting = false), browser);
    } catch (error) {
      end(failure(toFullscriptError(error)));
    }
  }

  function memory() {
    return { appState: transaction && appStateOf(transaction), returnTo: transaction?.returnTo };
  }

  function failure(error: FullscriptError): Outcome {
    // What the other user was doing is not this one's to see.
    if (error.code === "subject_mismatch") transaction = undefined;
    return { status: settlementOf(error, 0).status === "expired" ? "expired" : "failed", error, ...memory() };
  }

  function remember(name: string, settled: Settlement, receivedAt = browser.now()): void {
    if (transaction) void settleResponse(transaction, name, { receivedAt, settled }, options().storage, browser);
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
