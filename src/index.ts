export { forgetTransactions } from "./core/transaction";
export { FullscriptError } from "./core/FullscriptError";
export type { FullscriptErrorCode, FullscriptErrorDetails } from "./core/FullscriptError";
export type { AuthorizationConfig, FullscriptConfig, JsonValue } from "./core/FullscriptConfig";
export type { AuthorizationRequestOptions } from "./core/authorizationRequest";
export type { FullscriptEnvironment, FullscriptEnvironmentName } from "./core/environment";
export type { CancelledOutcome, ConnectedOutcome, ExpiredOutcome, FailedOutcome, Outcome } from "./core/outcome";
export type { StorageLike } from "./core/browser";
export { FullscriptCallback } from "./react/FullscriptCallback";
export type { FullscriptCallbackProps } from "./react/FullscriptCallback";
export { FullscriptConnectButton } from "./react/FullscriptConnectButton";
export type { FullscriptConnectButtonProps } from "./react/FullscriptConnectButton";
export type { FullscriptReady } from "./react/Readiness";
export { FullscriptConnectionCard } from "./react/FullscriptConnectionCard";
export type { FullscriptConnectionCardProps } from "./react/FullscriptConnectionCard";
export { useFullscriptAuth } from "./react/useFullscriptAuth";
export type {
  FullscriptAuth,
  FullscriptAuthActions,
  FullscriptAuthMode,
  FullscriptAuthOptions,
  FullscriptAuthorizeOverrides,
  FullscriptAuthState,
  FullscriptAuthStatus,
} from "./react/authState";
export { useFullscriptCallback } from "./react/useFullscriptCallback";
export type {
  AbsentState,
  DeliveredState,
  ExchangingState,
  FullscriptCallbackOptions,
  FullscriptCallbackState,
  NextSteps,
  ReadingState,
} from "./react/callbackState";
export { useFullscriptConnection } from "./react/useFullscriptConnection";
export type { FullscriptConnection, FullscriptConnectionAnswer } from "./react/useFullscriptConnection";
export type { ConnectionConfig } from "./react/connectionQuery";
export type { OwnMessages } from "./react/texts";
export type { FullscriptTheme, FullscriptTokens, LooksProps } from "./react/looks";
export type { ButtonMessages, CallbackMessages, CardMessages, FullscriptMessages, Language } from "./locales/en";
