export { callbackSearch, callbackUrl } from "./callbackSearch";
export type { CallbackParameters } from "./callbackSearch";
export { createFakeFullscript } from "./createFakeFullscript";
export type { FakeFailure, FakeFullscript, FakeFullscriptOptions, FakeRequest } from "./createFakeFullscript";
export { CONNECTED, mockEndpoint } from "./mockEndpoint";
export type { MockAnswer, MockEndpoint, MockRequest } from "./mockEndpoint";
export {
  absent,
  answerLost,
  approved,
  authorizationFailed,
  cancelled,
  codeRejected,
  endpointBusy,
  endpointDown,
  endpointRefused,
  exchanging,
  expired,
  invalidResponse,
  signedOut,
  stateMismatch,
  stateMissing,
  subjectMismatch,
} from "./outcomes";
export type { PrepareCallback, PreparedCallback } from "./outcomes";
export { prepareTransaction } from "./prepareTransaction";
export type { PrepareOptions } from "./prepareTransaction";
export { connectionStoreChecks } from "./connectionStoreChecks";
export type { ConnectionStoreCheck, OpenStore } from "./ConnectionStoreCheck";
export type { ResourceOwner } from "../server/ConnectionStore";
