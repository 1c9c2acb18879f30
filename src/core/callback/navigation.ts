import type { CallbackBrowser } from "../callbackBrowser";
import type { NavigationOptions, CallbackOptions } from "./FullscriptCallbackState";
import { type AuthorizationRequest, createAuthorizationRequest } from "../authorizationRequest";
import type { AuthorizationConfig } from "../FullscriptConfig";
import { parseReturnTo } from "../url";
import { appStateOf, type Transaction } from "../transaction";
import type { ReturnContext } from "./CallbackState";
import { removeBasePath } from "./historyEntry";

/** Returns what an outcome says about the page that the user left. */
export function getReturnContext(transaction: Transaction, browser: CallbackBrowser): ReturnContext {
  return { transaction, appState: appStateOf(transaction), returnTo: ownPath(transaction.returnTo, browser) };
}

/** Closes a popup whose opener is still open. Otherwise goes to the page that the user left, or to `fallbackTo`. */
export function navigateBack(
  { returnTo, isPopup }: { returnTo: string | undefined; isPopup: boolean },
  options: CallbackOptions,
  browser: CallbackBrowser,
): void {
  if (isPopup && browser.opener()?.closed === false) browser.close();
  // Without a page, as in a native shell's own process, only the host knows where to go.
  else if (options.navigate || browser.location())
    navigateTo(returnTo ?? ownPath(options.fallbackTo, browser) ?? "/", options, browser);
}

/** Returns the host's own configuration for a new authorization request, if it's complete. */
export function hostConfig({
  clientId,
  redirectUri,
  environment,
  subject,
  storage,
}: CallbackOptions): AuthorizationConfig | undefined {
  return clientId && redirectUri && environment ? { clientId, redirectUri, environment, subject, storage } : undefined;
}

/** Creates an authorization request with the same app state and return address. Throws like `createAuthorizationRequest`. */
export function createRestart(
  context: ReturnContext | undefined,
  options: CallbackOptions,
  browser: CallbackBrowser,
): AuthorizationRequest {
  const { subject, storage, fallbackTo } = options;
  const { transaction, appState, returnTo } = context ?? {};
  // The host's configuration comes first: the transaction was in a storage that others can write.
  const config = hostConfig(options) ?? { ...(transaction as Transaction), subject, storage };
  return createAuthorizationRequest(
    config,
    {
      appState,
      appStateIn: transaction && "appState" in transaction ? "storage" : "url",
      returnTo: returnTo ?? ownPath(fallbackTo, browser) ?? "/",
      resumeKey: transaction?.resumeKey,
      popup: transaction?.popup,
    },
    browser,
  );
}

/** Returns a path of the page's own origin. The storage and the host's options are input, so the path is parsed again. */
function ownPath(path: string | undefined, browser: CallbackBrowser): string | undefined {
  try {
    return path === undefined ? undefined : parseReturnTo(path, browser.location()?.origin ?? "");
  } catch {
    return undefined;
  }
}

/** Goes to a full path of the page's origin, through the host's router if there is one. */
function navigateTo(path: string, { navigate, basePath }: NavigationOptions, browser: CallbackBrowser): void {
  if (navigate) return navigate(removeBasePath(path, basePath));
  const page = browser.location();
  browser.replace(path);
  // If only the hash differs, the browser loads nothing, and the callback would stay.
  const [address, hash] = path.split("#");
  if (page && hash !== undefined && address === page.pathname + page.search) browser.reload();
}
