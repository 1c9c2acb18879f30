import { type CallbackBrowser, type PageLocation, type StorageLike } from "react-fullscript-connect/core";
import { callbackBrowser, createMemoryStorage, globalBrowser } from "./inside/internals";

export const ORIGIN = "https://clinic.example";
export const NOW = Date.UTC(2026, 0, 1);

export const CONFIG = {
  clientId: "client-1",
  redirectUri: `${ORIGIN}/fullscript/callback`,
  environment: "us-snd",
} as const;

/** A page of the clinic with an empty storage, no locks, no IndexedDB, and a clock that stands still. */
export function createTestBrowser(
  overrides: Partial<CallbackBrowser> = {},
): CallbackBrowser & { storage: () => StorageLike } {
  const storage = createMemoryStorage();
  return {
    ...globalBrowser,
    ...callbackBrowser,
    now: () => NOW,
    random: () => 0.5,
    storage: () => storage,
    locks: () => undefined,
    indexedDB: () => undefined,
    isOnline: () => true,
    location: () => pageAt("/patients/42?tab=plans#notes"),
    fetch: () => Promise.reject(new Error("no network here")),
    ...overrides,
  };
}

export function pageAt(path: string, origin = ORIGIN): PageLocation {
  const { pathname, search, hash } = new URL(path, origin);
  return { origin, pathname, search, hash };
}
