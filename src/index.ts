export { forgetTransactions } from "./core/transactionStore";
export { FullscriptError } from "./core/FullscriptError";
export type { FullscriptErrorCode, FullscriptErrorDetails } from "./core/FullscriptError";
export type { AuthorizationConfig, FullscriptConfig, JsonValue } from "./core/FullscriptConfig";
export type { AuthorizationRequestOptions } from "./core/authorizationRequest";
export type { FullscriptEnvironment, FullscriptEnvironmentName } from "./core/environment";
export type {
  CancelledOutcome,
  ConnectedOutcome,
  ExpiredOutcome,
  FailedOutcome,
  Outcome,
  AbsentState,
  CallbackActions,
  DeliveredState,
  ExchangingState,
  FullscriptCallbackState,
  ReadingState,
} from "./core/callback/FullscriptCallbackState";
export type { StorageLike } from "./core/browser";
export { FullscriptCallback } from "./react/callback/FullscriptCallback";
export type { FullscriptCallbackProps } from "./react/callback/FullscriptCallback";
export { FullscriptConnectButton } from "./react/connect/FullscriptConnectButton";
export type { FullscriptConnectButtonProps } from "./react/connect/FullscriptConnectButton";
export type { FullscriptReady } from "./react/connect/ConnectedAction";
export { ConnectButtonView } from "./react/connect/ConnectButtonView";
export type { ConnectButtonLook, ConnectButtonViewProps } from "./react/connect/ConnectButtonView";
export { FullscriptConnectionCard } from "./react/connection/FullscriptConnectionCard";
export type { FullscriptConnectionCardProps } from "./react/connection/FullscriptConnectionCard";
export { ConnectionCardView } from "./react/connection/ConnectionCardView";
export type {
  ConnectionCardLook,
  ConnectionCardState,
  ConnectionCardViewProps,
} from "./react/connection/ConnectionCardView";
export { useFullscriptAuth } from "./react/connect/useFullscriptAuth";
export type {
  FullscriptAuth,
  FullscriptAuthActions,
  FullscriptAuthMode,
  FullscriptAuthOptions,
  FullscriptAuthorizeOverrides,
  FullscriptAuthState,
  FullscriptAuthStatus,
} from "./react/connect/authState";
export { useFullscriptCallback } from "./react/callback/useFullscriptCallback";
export type { FullscriptCallbackOptions } from "./react/callback/useFullscriptCallback";
export { CallbackPanel } from "./react/callback/CallbackPanel";
export type { CallbackPanelOptions, CallbackPanelProps } from "./react/callback/CallbackPanel";
export { useFullscriptConnection } from "./react/connection/useFullscriptConnection";
export type { FullscriptConnection, FullscriptConnectionAnswer } from "./react/connection/useFullscriptConnection";
export type { ConnectionConfig } from "./react/connection/connectionQuery";
export type { OwnMessages } from "./react/shared/withDefaults";
export type { FullscriptTheme, FullscriptTokens, ThemeProps } from "./react/shared/theme";
export type { ButtonMessages, CallbackMessages, CardMessages, FullscriptMessages, Language } from "./locales/en";
