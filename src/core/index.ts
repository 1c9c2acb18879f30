export { createAuthorizationRequest, MAX_AUTHORIZATION_URL_LENGTH } from "./authorizationRequest";
export type { AuthorizationRequest, AuthorizationRequestOptions } from "./authorizationRequest";
export {
  parseAuthorizationResponse,
  removeResponseParameters,
  verifyAuthorizationResponse,
} from "./authorizationResponse";
export type { AuthorizationResponse, VerifiedCode } from "./authorizationResponse";
export { attemptExchange, isRetriedByItself, retryDelayMs } from "./attempt";
export type { ExchangeResult, ExchangeWait } from "./attempt";
export { globalBrowser } from "./browser";
export type { Browser, OtherWindow, PageLocation, StorageLike } from "./browser";
export { takePendingAction } from "./pendingAction";
export type { PendingAction } from "./pendingAction";
export { FULLSCRIPT_ORIGINS } from "./environment";
export type { FullscriptEnvironment, FullscriptEnvironmentName } from "./environment";
export { exchangeCode } from "./exchange";
export type { AuthorizationConfig, ExchangeConfig, FullscriptConfig, JsonValue } from "./FullscriptConfig";
export { FullscriptError } from "./FullscriptError";
export type { FullscriptErrorCode, FullscriptErrorDetails } from "./FullscriptError";
export type { CancelledOutcome, ConnectedOutcome, ExpiredOutcome, FailedOutcome, Outcome } from "./outcome";
export { receiveCode } from "./receive";
export { createMemoryStorage } from "./memoryStorage";
export { parseReturnTo } from "./returnTo";
export { decodeState, encodeState, MAX_STATE_LENGTH } from "./state";
export {
  appStateOf,
  CODE_LIFETIME_MS,
  findTransaction,
  forgetTransactions,
  pruneTransactions,
  saveTransaction,
  TRANSACTION_LIFETIME_MS,
} from "./transaction";
export type { ResponseRecord, Settlement, Transaction } from "./transaction";
