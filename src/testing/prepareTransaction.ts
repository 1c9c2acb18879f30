import {
  type AuthorizationRequest,
  type AuthorizationRequestOptions,
  createAuthorizationRequest,
} from "../core/authorizationRequest";
import { globalBrowser } from "../core/browser";
import type { AuthorizationConfig } from "../core/FullscriptConfig";
import { completePlatform } from "./completePlatform";

/** What the user left for Fullscript with, and when. */
export interface PrepareOptions extends AuthorizationRequestOptions {
  /** How long ago, in milliseconds. @default 0 */
  leftMsAgo?: number | undefined;
}

/**
 * Does what the button does before it redirects, without leaving. The page then knows the returned `state`.
 *
 * Throws what `createAuthorizationRequest` throws, such as `misconfigured` for a `redirectUri` on another origin than the test's page.
 */
export function prepareTransaction(
  config: AuthorizationConfig,
  { leftMsAgo = 0, ...options }: PrepareOptions = {},
): AuthorizationRequest {
  completePlatform();
  return createAuthorizationRequest(config, options, { ...globalBrowser, now: () => globalBrowser.now() - leftMsAgo });
}
