import { FullscriptError } from "../FullscriptError";
import type { Outcome, CallbackActions, FullscriptCallbackState, ReadingState } from "./FullscriptCallbackState";
import { isOtherSubject, isUnknownSubject, subjectMismatch, CODE_LIFETIME_MS } from "../transaction";
import type { CallbackState } from "./CallbackState";

/** One object for every session, so that a component doesn't render again when its session starts. */
export const READING: ReadingState = { status: "reading" };

/** The error while the host's user stays unknown. */
export const USER_UNKNOWN: FullscriptError = /* @__PURE__ */ new FullscriptError(
  "exchange_unauthorized",
  "`subject` is still null, so nothing was sent.",
  { retryable: true },
);

/** Returns whether another user is signed in than the one who left. */
export function isOtherUser({ owner, host }: CallbackState): boolean {
  return owner !== undefined && isOtherSubject(owner.subject, host.subject);
}

/** Returns which actions are possible in a state. */
export function selectAllowed(state: CallbackState): { retry: boolean; restart: boolean; leave: boolean } {
  const { current, context, host, isPopup } = state;
  const isSettled = current.phase === "settled";
  const isOther = isOtherUser(state);
  const transaction = isOther ? undefined : context?.transaction;
  return {
    retry: isSettled && current.retry !== undefined && !isOther,
    restart:
      isSettled &&
      (isOther || current.ending.status !== "connected") &&
      !isUnknownSubject(host.subject) &&
      (host.canAuthorize
        ? // A popup that has lost its app has lost what the app knew: its user and its storage.
          !isPopup || transaction !== undefined
        : // Anyone can write the storage, so a stored transaction can't name a server that isn't Fullscript's.
          typeof transaction?.environment === "string"),
    leave:
      isSettled ||
      current.phase === "absent" ||
      current.phase === "delivered" ||
      (current.phase === "waiting-for-user" && current.isOverdue),
  };
}

/** Returns the outcome that the current user may see; `undefined` before there is one. */
export function selectOutcome(state: CallbackState): Outcome | undefined {
  const { current, context, owner, host } = state;
  if (current.phase !== "settled") return undefined;
  const { ending, restartError } = current;
  const isOther = isOtherUser(state);
  const returnContext = {
    appState: isOther ? undefined : context?.appState,
    returnTo: isOther ? undefined : context?.returnTo,
  };
  if (restartError) return { status: "failed", error: restartError, ...returnContext };
  if (isOther) return { status: "failed", error: subjectMismatch(owner?.subject, host.subject), ...returnContext };
  return ending.status === "cancelled"
    ? { status: ending.status, verified: owner !== undefined, ...returnContext }
    : { ...ending, ...returnContext };
}

/** Returns what the host sees of a state. The code never leaves the state. */
export function selectView(
  state: CallbackState,
  actions: Required<Pick<CallbackActions, "retry" | "restart" | "leave">>,
): FullscriptCallbackState {
  const { current, context, isPopup } = state;
  const { leave } = actions;
  switch (current.phase) {
    case "reading":
    case "offering":
    case "receiving":
      return READING;
    case "absent":
    case "delivered":
      return { status: current.phase, leave };
    case "waiting-for-user":
      if (!current.isOverdue) return READING;
      return {
        status: "failed",
        error: USER_UNKNOWN,
        appState: context?.appState,
        returnTo: context?.returnTo,
        leave,
      };
    case "exchanging": {
      const { attempt, waiting, code } = current;
      return { status: "exchanging", attempt, waiting, expiresAt: code.receivedAt + CODE_LIFETIME_MS };
    }
    case "settled": {
      const allowed = selectAllowed(state);
      return {
        ...(selectOutcome(state) as Outcome),
        leave,
        ...(allowed.retry && { retry: actions.retry }),
        ...(allowed.restart && { restart: actions.restart }),
        ...(current.isRestarting && { isRestarting: true }),
        ...(isPopup && { isPopup }),
      };
    }
    default:
      return current satisfies never;
  }
}
