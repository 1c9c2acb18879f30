import { settlementOf } from "../../core/attempt";
import type { Browser } from "../../core/browser";
import { notifyConnected } from "../../core/connectedEvent";
import type { FullscriptError } from "../../core/FullscriptError";
import type { Outcome } from "../../core/outcome";
import { isOtherSubject, subjectMismatch } from "../../core/subject";
import { toFullscriptError } from "../../core/toFullscriptError";
import type { Settlement, Transaction } from "../../core/transaction";
import { warnOf } from "../../core/warn";
import type { FullscriptCallbackOptions, FullscriptCallbackState, NextSteps } from "./callbackState";
import { CONNECTION_KEY } from "../connection/connectionQuery";
import { runHostCallback } from "../shared/runHostCallback";
import type { Hosts } from "./hosts";
import type { Marker } from "./marker";
import type { Store } from "./store";
import { tell } from "./tell";
import { leave, prepareRestart, remember, restartConfig } from "./waysOn";

/** What a response belongs to, as far as that is known. */
export interface Belonging {
  transaction: Transaction | undefined;
  /** The host's user who left, if it is known who did. */
  owner: { subject: string | undefined } | undefined;
  /** The page is a window that the app has opened, and the app did not take the answer. */
  isPopup: boolean;
}

/** How a flight ended, whoever may see it. */
export interface Ending {
  outcome: Outcome;
  settled: Settlement;
  /** The code may still be used: it stays where it is. */
  retry?: (() => void) | undefined;
  /** Nobody here asked for this answer, so the host is not told. */
  isSilent?: boolean | undefined;
}

/** Where a flight ends: shows the outcome to the user who left and to nobody else, cleans the URL, tells the host, and leads on. */
export interface Landing {
  end: (ending: Ending) => void;
  /** Ends with an error. */
  fail: (error: FullscriptError, more?: Partial<Ending>) => void;
  /** Takes the ending back, where there is one. */
  reopen: () => boolean;
  /** Looks again who may see it: the host's user, or its configuration, has changed. */
  review: () => void;
  /** Cleans the URL where the outcome is final, also where its page is shown again later. */
  cleanUrl: () => void;
}

/**
 * @param isReturn the outcome has been shown in this history entry before: whoever comes back to it wants to be here.
 * @param clean takes the response out of the URL, where it still is, and leaves a marker in its place.
 */
export function createLanding(
  belonging: Belonging,
  isReturn: boolean,
  hosts: Hosts,
  { getSnapshot, set }: Store<FullscriptCallbackState>,
  clean: (marker: Marker | undefined, options: FullscriptCallbackOptions) => void,
  browser: Browser,
): Landing {
  const told = new Set<string>();
  let ending: Ending | undefined;
  /** What is shown of the ending, and to whom. */
  let view: string | undefined;
  let isRestarting = false;
  let hasLeft = isReturn;

  function end(next: Ending): void {
    ending = next;
    view = undefined;
    // First, because whoever is told next may leave, and what is in the history stays there.
    cleanUrl();
    review();
  }

  function isOther(): boolean {
    return belonging.owner !== undefined && isOtherSubject(belonging.owner.subject, hosts.options().subject);
  }

  function review(): void {
    if (!ending) return;
    const isOthers = isOther();
    const steps = nextSteps(isOthers ? undefined : belonging.transaction);
    const next = `${isOthers} ${Boolean(steps.restart)}`;
    if (next !== view) {
      view = next;
      present(
        isOthers
          ? {
              outcome: failed(
                subjectMismatch(belonging.owner?.subject, hosts.options().subject),
                remember(undefined, browser),
              ),
              isOthers,
            }
          : ending,
        steps,
      );
    }
    leaveByItself();
  }

  function present(
    { outcome, retry, isSilent, isOthers }: Omit<Ending, "settled"> & { isOthers?: boolean },
    steps: NextSteps,
  ): void {
    if ("error" in outcome) warnOf(outcome.error);
    set({
      ...outcome,
      ...(outcome.status === "connected" ? { leave: steps.leave, isPopup: steps.isPopup } : steps),
      ...(retry && { retry }),
      ...(isRestarting && { isRestarting }),
    });
    const what = `${outcome.status} ${isOthers ?? false}`;
    if (isSilent || told.has(what)) return;
    told.add(what);
    if (outcome.status === "connected") {
      runHostCallback(() => void hosts.options().queryClient?.invalidateQueries({ queryKey: CONNECTION_KEY }));
      runHostCallback(notifyConnected);
    }
    runHostCallback(() => tell(outcome, [hosts.options(), ...hosts.all()]));
  }

  function cleanUrl(isLeaving = false): void {
    // A code that may still be used stays until the page is left, and then goes into no `Referer`.
    if (!ending || (ending.retry && !isLeaving)) return;
    const marker = { ...ending.settled, nonce: belonging.transaction?.nonce, subject: belonging.owner?.subject };
    runHostCallback(() => clean(marker, hosts.options()));
  }

  function leaveByItself(): void {
    const state = getSnapshot();
    if (state.status !== "connected" || hasLeft || hosts.all().length === 0 || hosts.options().autoLeave === false)
      return;
    hasLeft = true;
    runHostCallback(state.leave);
  }

  function nextSteps(transaction: Transaction | undefined): NextSteps {
    const options = hosts.options();
    const { isPopup } = belonging;
    // A window that has lost its app has lost what the app knew: its user, its storage, its place.
    const canRestart = (!isPopup || transaction !== undefined) && restartConfig(transaction, options) !== undefined;
    const goBack = () => {
      cleanUrl(true);
      if (isPopup && browser.opener()?.closed === false) browser.close();
      else leave(transaction, hosts.options(), browser);
    };
    return {
      leave: goBack,
      ...(canRestart && { restart: () => startAgain(transaction) }),
      ...(isPopup && { isPopup }),
    };
  }

  function startAgain(transaction: Transaction | undefined): void {
    const config = restartConfig(transaction, hosts.options());
    if (isRestarting || !config) return;
    try {
      const go = prepareRestart(config, transaction, hosts.options().fallbackTo, () => showRestarting(false), browser);
      cleanUrl(true);
      showRestarting(true);
      go();
    } catch (thrown) {
      isRestarting = false;
      const { retry } = getSnapshot() as Partial<NextSteps>;
      // What could be done before can still be done.
      present(
        { outcome: failed(toFullscriptError(thrown), remember(transaction, browser)), retry },
        nextSteps(transaction),
      );
    }
  }

  function showRestarting(value: boolean): void {
    isRestarting = value;
    const state = getSnapshot();
    if ("restart" in state) set({ ...state, isRestarting });
  }

  return {
    end,
    fail: (error, more = {}) => {
      // What the other user was doing is not this one's to see. Where that is known here, it shows when they are back.
      if (error.code === "subject_mismatch" && !isOther()) belonging.transaction = undefined;
      end({
        outcome: failed(error, remember(belonging.transaction, browser)),
        settled: settlementOf(error, browser.now()),
        ...more,
      });
    },
    reopen: () => {
      const wasEnded = ending !== undefined;
      ending = undefined;
      return wasEnded;
    },
    review,
    cleanUrl,
  };
}

function failed(error: FullscriptError, memory: ReturnType<typeof remember>): Outcome {
  return { status: settlementOf(error, 0).status === "expired" ? "expired" : "failed", error, ...memory };
}
