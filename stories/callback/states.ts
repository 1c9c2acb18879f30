import { type FullscriptCallbackState, FullscriptError, type FullscriptErrorCode } from "react-fullscript-connect";
import { fn } from "storybook/test";

const leave = fn();
const retry = fn();
const restart = fn();
const context = { appState: undefined, returnTo: "/patients/42" };

const exchanging = { status: "exchanging", attempt: 1, waiting: undefined, expiresAt: Infinity } as const;

const failed = (
  code: FullscriptErrorCode,
  message: string,
  actions: Partial<Extract<FullscriptCallbackState, { status: "failed" }>> = { restart },
): FullscriptCallbackState => ({
  status: "failed",
  error: new FullscriptError(code, message),
  ...context,
  leave,
  ...actions,
});

const expired = (code: FullscriptErrorCode, message: string): FullscriptCallbackState => ({
  status: "expired",
  error: new FullscriptError(code, message),
  ...context,
  leave,
  restart,
});

/** Every state of the callback while it works. */
export const UNDER_WAY = {
  Reading: { status: "reading" },
  Exchanging: exchanging,
  Retrying: { ...exchanging, attempt: 2, waiting: "retry" },
  Offline: { ...exchanging, waiting: "offline" },
  OtherTab: { ...exchanging, waiting: "other-tab" },
} as const satisfies Record<string, FullscriptCallbackState>;

/** Every state in which nothing has failed, or the code has expired. */
export const OUTCOMES = {
  Connected: { status: "connected", connection: { connected: true }, replayed: false, ...context, leave },
  Cancelled: { status: "cancelled", verified: true, ...context, leave, restart },
  CancelledUnasked: { status: "cancelled", verified: false, appState: undefined, returnTo: undefined, leave, restart },
  ExpiredHere: expired("code_expired", "The code is older than ten minutes, so it wasn't sent."),
  ExpiredAtFullscript: expired("code_rejected", "The endpoint answered 400 invalid_grant."),
  Absent: { status: "absent", leave },
  Delivered: { status: "delivered", leave },
} as const satisfies Record<string, FullscriptCallbackState>;

/** Every failure. */
export const FAILURES = {
  Unauthorized: failed("exchange_unauthorized", "The endpoint answered 401.", { retry, restart }),
  Interrupted: failed("exchange_interrupted", "The connection to the endpoint failed."),
  InterruptedWithRetry: failed("exchange_interrupted", "No answer came within 30000 ms.", { retry, restart }),
  Unreachable: failed("exchange_unreachable", "The `headers` failed.", { retry, restart }),
  Unavailable: failed("exchange_unavailable", "The endpoint answered 500."),
  UnavailableWithRetry: failed("exchange_unavailable", "The endpoint answered 503.", { retry, restart }),
  Rejected: failed("exchange_rejected", "The endpoint answered 422."),
  StateMismatch: failed("state_mismatch", "This browser didn't send the `state` that came back."),
  StateMismatchInAWindow: failed("state_mismatch", "This browser didn't send the `state` that came back.", {
    isPopup: true,
  }),
  StateMissing: failed("state_missing", "The authorization response has no `state`."),
  InvalidResponse: failed("invalid_response", "The authorization response holds both a code and an error."),
  SubjectMismatch: failed("subject_mismatch", "Another user is signed in than the one who left for Fullscript."),
  AuthorizationError: failed("authorization_error", "Fullscript returned an error instead of a code."),
  Misconfigured: failed("misconfigured", "`endpoint` has no URL."),
  StorageUnavailable: failed("storage_unavailable", "The storage is full, blocked or missing."),
} as const satisfies Record<string, FullscriptCallbackState>;
