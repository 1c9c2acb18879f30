import type { FullscriptErrorCode } from "../core/FullscriptError";
import type { CallbackMessages } from "../locales/en";
import type { ExchangingState, FullscriptCallbackState } from "./callbackState";

type Message = keyof CallbackMessages;

const FAILED: Readonly<Record<FullscriptErrorCode, Message>> = {
  misconfigured: "rejectedText",
  storage_unavailable: "rejectedText",
  popup_blocked: "rejectedText",
  invalid_response: "stateText",
  state_missing: "stateText",
  state_mismatch: "stateText",
  subject_mismatch: "subjectText",
  authorization_error: "authorizationText",
  code_expired: "expiredText",
  code_rejected: "expiredText",
  exchange_interrupted: "interruptedText",
  exchange_unreachable: "unreachableText",
  exchange_unavailable: "unavailableText",
  exchange_unauthorized: "unauthorizedText",
  exchange_rejected: "rejectedText",
};

const WAITING: Readonly<Record<NonNullable<ExchangingState["waiting"]>, Message>> = {
  offline: "offlineText",
  retry: "retryText",
  "other-tab": "otherTabText",
};

/** Which texts a callback shows: what happened, and what it means for the user's work. */
export function callbackTexts(state: FullscriptCallbackState): { title: Message; text: Message } {
  switch (state.status) {
    case "reading":
      return { title: "exchangingTitle", text: "exchangingText" };
    case "exchanging":
      return { title: "exchangingTitle", text: state.waiting ? WAITING[state.waiting] : "exchangingText" };
    case "absent":
    case "connected":
    case "cancelled":
    case "expired":
      return { title: `${state.status}Title`, text: `${state.status}Text` };
    case "failed":
      return { title: "failedTitle", text: state.error.code === "exchange_interrupted" && state.retry ? "unansweredText" : FAILED[state.error.code] };
    default:
      return state satisfies never;
  }
}

/** The main action and at most one other. */
export function callbackActions(state: FullscriptCallbackState): { label: Message; run: () => void }[] {
  if (state.status === "reading" || state.status === "exchanging") return [];
  const { leave } = state;
  if (state.status === "connected") return [{ label: "continue", run: leave }];
  if (state.status === "absent") return [{ label: "goBack", run: leave }];
  const { retry, restart } = state;
  const onwards: { label: Message; run: () => void }[] = [];
  if (retry) onwards.push({ label: "tryAgain", run: retry });
  else if (restart) onwards.push({ label: "connectAgain", run: restart });
  return [...onwards, { label: "goBack", run: leave }];
}
