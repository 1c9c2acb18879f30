import type { FullscriptErrorCode } from "../../core/FullscriptError";
import type { CallbackMessages } from "../../locales/en";
import type { ExchangingState, FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";

type Message = keyof CallbackMessages;

/** The texts of a panel: what happened, and what it means for the user. */
export interface CallbackTexts {
  title: Message;
  text: Message;
}

/** The texts of each error, by the beginning of their names. */
const FAILED = {
  misconfigured: "rejected",
  storage_unavailable: "rejected",
  popup_blocked: "rejected",
  invalid_response: "state",
  state_missing: "state",
  state_mismatch: "state",
  subject_mismatch: "subject",
  authorization_error: "authorization",
  code_expired: "expired",
  code_rejected: "expired",
  exchange_interrupted: "interrupted",
  exchange_unreachable: "unreachable",
  exchange_unavailable: "unavailable",
  exchange_unauthorized: "unauthorized",
  exchange_rejected: "rejected",
} as const satisfies Record<FullscriptErrorCode, string>;

/**
 * @param isSlow the exchange takes longer than one expects
 * @param canSignIn the panel has a button that signs in
 */
export function callbackTexts(state: FullscriptCallbackState, isSlow: boolean, canSignIn: boolean): CallbackTexts {
  switch (state.status) {
    case "reading":
      return { title: "exchangingTitle", text: "exchangingText" };
    case "exchanging":
      return { title: "exchangingTitle", text: exchangingText(state, isSlow) };
    case "absent":
    case "delivered":
    case "connected":
    case "cancelled":
    case "expired":
      return { title: `${state.status}Title`, text: `${state.status}Text` };
    case "failed": {
      const about = FAILED[state.error.code];
      if (about === "state" && state.isPopup) return { title: "stateTitle", text: "lostText" };
      if (about === "unauthorized" && canSignIn) return { title: "unauthorizedTitle", text: "unauthorizedSignInText" };
      const mayHaveHappened = about === "interrupted" || (about === "unavailable" && !state.retry);
      return {
        title: `${about}Title`,
        text: mayHaveHappened ? (state.retry ? "unansweredText" : "interruptedText") : `${about}Text`,
      };
    }
    default:
      return state satisfies never;
  }
}

/** The text is the same from the first retry to the last, so that a screen reader reads it once. */
function exchangingText({ attempt, waiting }: ExchangingState, isSlow: boolean): Message {
  if (waiting === "offline") return "offlineText";
  if (waiting === "other-tab") return "otherTabText";
  if (attempt > 1) return "retryText";
  return isSlow ? "slowText" : "exchangingText";
}

/** A button of the panel. */
export interface CallbackAction {
  label: Message;
  run: () => void;
  /** Whether it was pressed, and the browser is loading the next page. */
  isBusy?: boolean | undefined;
}

/** Returns the panel's buttons, the main one first. */
export function callbackActions(state: FullscriptCallbackState, onSignIn: (() => void) | undefined): CallbackAction[] {
  if (state.status === "reading" || state.status === "exchanging") return [];
  const { leave } = state;
  if (state.status === "absent") return [{ label: "goBack", run: leave }];
  if (state.status === "delivered") return [{ label: "closeWindow", run: leave }];
  const { isPopup } = state;
  if (state.status === "connected") return [{ label: isPopup ? "closeWindow" : "continue", run: leave }];
  const { retry, restart, isRestarting } = state;
  const onwards: CallbackAction[] = [];
  if (onSignIn && state.status === "failed" && state.error.code === "exchange_unauthorized")
    onwards.push({ label: "signIn", run: () => onSignIn() });
  if (retry) onwards.push({ label: "tryAgain", run: retry });
  else if (restart)
    onwards.push({ label: isRestarting ? "redirecting" : "connectAgain", run: restart, isBusy: isRestarting });
  return [...onwards, { label: isPopup ? "closeWindow" : "goBack", run: leave }];
}
