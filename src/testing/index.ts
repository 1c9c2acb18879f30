export { callbackSearch, callbackUrl } from "./callbackSearch";
export type { CallbackParameters } from "./callbackSearch";
export { prepareTransaction } from "./prepareTransaction";
export type { PrepareOptions } from "./prepareTransaction";
