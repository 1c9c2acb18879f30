import { createAuthorizationRequest } from "../../core/authorizationRequest";
import type { Browser } from "../../core/browser";
import type { AuthorizationConfig, JsonValue } from "../../core/FullscriptConfig";
import { navigateTo } from "../../core/navigation";
import { parseReturnTo } from "../../core/returnTo";
import { isUnknownSubject } from "../../core/subject";
import { appStateOf, type Transaction } from "../../core/transaction";
import type { FullscriptCallbackOptions } from "./callbackState";
import { redirect } from "../connect/redirect";

/** A path of the host's own origin, parsed again: what a storage held is as good as anyone's input. */
function ownPath(path: string | undefined, browser: Browser): string | undefined {
  try {
    return path === undefined ? undefined : parseReturnTo(path, browser.location()?.origin ?? "");
  } catch {
    return undefined;
  }
}

/** What an outcome tells of where the user was, and why. */
export function remember(
  transaction: Transaction | undefined,
  browser: Browser,
): { appState: JsonValue | undefined; returnTo: string | undefined } {
  return { appState: transaction && appStateOf(transaction), returnTo: ownPath(transaction?.returnTo, browser) };
}

/** Where the user was, or what the host has for want of that. */
function destination(transaction: Transaction | undefined, fallbackTo: string | undefined, browser: Browser): string {
  return ownPath(transaction?.returnTo, browser) ?? ownPath(fallbackTo, browser) ?? "/";
}

/** Goes back to where the user was. */
export function leave(
  transaction: Transaction | undefined,
  options: FullscriptCallbackOptions,
  browser: Browser,
): void {
  navigateTo(destination(transaction, options.fallbackTo, browser), options, browser);
}

/** Returns the configuration to start again with: the host's own, or what the user left with if the host passed only part of it. */
export function restartConfig(
  transaction: Transaction | undefined,
  options: FullscriptCallbackOptions,
): AuthorizationConfig | undefined {
  const { subject, storage } = options;
  const isWhole = options.clientId && options.redirectUri && options.environment;
  const { clientId, redirectUri, environment } = (!isWhole && transaction) || options;
  // Anyone may have written the record, so it cannot name a server that is not Fullscript's.
  const isTrusted = isWhole || typeof environment === "string";
  return clientId && redirectUri && environment && isTrusted && !isUnknownSubject(subject)
    ? { clientId, redirectUri, environment, subject, storage }
    : undefined;
}

/** Prepares to ask Fullscript for a fresh code, with the same app state and return address; gives a function that goes there. Throws what `createAuthorizationRequest` throws. */
export function prepareRestart(
  config: AuthorizationConfig,
  transaction: Transaction | undefined,
  fallbackTo: string | undefined,
  onStay: () => void,
  browser: Browser,
): () => void {
  const { url } = createAuthorizationRequest(
    config,
    {
      appState: transaction && appStateOf(transaction),
      appStateIn: transaction && "appState" in transaction ? "storage" : "url",
      returnTo: destination(transaction, fallbackTo, browser),
      resumeKey: transaction?.resumeKey,
      popup: transaction?.popup,
    },
    browser,
  );
  return () => void redirect(url, onStay, browser);
}
