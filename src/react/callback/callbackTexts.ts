import type { FullscriptErrorCode } from "../../core/FullscriptError";
import type { CallbackActions, FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import type { CallbackMessages } from "../../locales/en";
import type { PanelAction } from "../shared/Panel";

/** What each error is about: the beginning of its texts' names. All others are the app's own mistakes. */
const TOPICS = {
  invalid_response: "state",
  state_missing: "state",
  state_mismatch: "state",
  subject_mismatch: "subject",
  authorization_error: "authorization",
  exchange_interrupted: "interrupted",
  exchange_unreachable: "unreachable",
  exchange_unavailable: "unavailable",
  exchange_unauthorized: "unauthorized",
} as const satisfies Partial<Record<FullscriptErrorCode, string>>;

type Topic =
  Exclude<FullscriptCallbackState["status"], "reading" | "failed"> | (typeof TOPICS)[keyof typeof TOPICS] | "rejected";

function topicOf(state: FullscriptCallbackState): Topic {
  if (state.status === "reading") return "exchanging";
  if (state.status !== "failed") return state.status;
  return (TOPICS as Partial<Record<FullscriptErrorCode, Topic>>)[state.error.code] ?? "rejected";
}

/**
 * Returns the title of a state, and what it means for the user.
 *
 * @param isSlow the exchange takes longer than one expects
 * @param canSignIn the panel has a button that signs in
 */
export function callbackTexts(
  state: FullscriptCallbackState,
  texts: CallbackMessages,
  isSlow: boolean,
  canSignIn: boolean,
): { title: string; text: string } {
  const topic = topicOf(state);
  return { title: texts[`${topic}Title`], text: texts[textOf(state, topic, isSlow, canSignIn)] };
}

function textOf(
  state: FullscriptCallbackState,
  topic: Topic,
  isSlow: boolean,
  canSignIn: boolean,
): keyof CallbackMessages {
  if (state.status === "exchanging") {
    if (state.waiting === "offline") return "offlineText";
    if (state.waiting === "other-tab") return "otherTabText";
    // The same from the first retry to the last, so that a screen reader reads it once.
    if (state.attempt > 1) return "retryText";
    if (isSlow) return "slowText";
  }
  if (state.status === "failed") {
    if (topic === "state" && state.isPopup) return "lostText";
    if (topic === "unauthorized" && canSignIn) return "unauthorizedSignInText";
    if (topic === "interrupted" && state.retry) return "unansweredText";
    // It may have happened.
    if (topic === "unavailable" && !state.retry) return "interruptedText";
  }
  return `${topic}Text`;
}

/** A button of the callback. The keyboard runs it, too. */
interface CallbackAction extends PanelAction {
  onClick: () => void;
}

/** Returns the panel's buttons, the main one first. */
export function callbackActions(
  state: FullscriptCallbackState,
  texts: CallbackMessages,
  onSignIn: (() => void) | undefined,
): CallbackAction[] {
  if (!("leave" in state)) return [];
  const { status, leave, isPopup, retry, restart, isRestarting }: { status: string } & CallbackActions = state;
  const actions: Omit<CallbackAction, "variant">[] = [];
  if (onSignIn && topicOf(state) === "unauthorized") actions.push({ label: texts.signIn, onClick: () => onSignIn() });
  if (retry) actions.push({ label: texts.tryAgain, onClick: retry });
  else if (restart && status !== "connected")
    actions.push({
      label: isRestarting ? texts.redirecting : texts.connectAgain,
      onClick: restart,
      isBusy: isRestarting,
    });
  const isWindow = isPopup || status === "delivered";
  actions.push({
    label: isWindow ? texts.closeWindow : status === "connected" ? texts.continue : texts.goBack,
    onClick: leave,
  });
  return actions.map((action, index) => ({ ...action, variant: index === 0 ? "solid" : "ghost" }));
}
