export { createAuthorizationRequest } from "./authorizationRequest";
export type { AuthorizationRequest, AuthorizationRequestOptions } from "./authorizationRequest";
export { parseAuthorizationResponse } from "./authorizationResponse";
export type { AuthorizationResponse } from "./authorizationResponse";
export type { Browser, OtherWindow, PageLocation, StorageLike } from "./browser";
export type { CallbackBrowser } from "./callbackBrowser";
export { createCallbackSession } from "./callback/createCallbackSession";
export type { CallbackSession } from "./callback/createCallbackSession";
export type {
  AbsentState,
  CallbackActions,
  CallbackOptions,
  CallbackSessionOptions,
  DeliveredState,
  ExchangingState,
  FullscriptCallbackState,
  ReadingState,
  CancelledOutcome,
  ConnectedOutcome,
  ExpiredOutcome,
  FailedOutcome,
  Outcome,
} from "./callback/FullscriptCallbackState";
export { FULLSCRIPT_ORIGINS } from "./environment";
export type { FullscriptEnvironment, FullscriptEnvironmentName } from "./environment";
export type { ExchangeWait } from "./exchangeWithRetries";
export type { AuthorizationConfig, ExchangeConfig, FullscriptConfig, JsonValue } from "./FullscriptConfig";
export { FullscriptError } from "./FullscriptError";
export type { FullscriptErrorCode, FullscriptErrorDetails } from "./FullscriptError";
export { decodeState, encodeState } from "./state";
export type { ResponseRecord, Settlement, Transaction } from "./transaction";
export { forgetTransactions } from "./transactionStore";
