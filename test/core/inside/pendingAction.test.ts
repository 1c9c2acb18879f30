// @vitest-environment node
import {
  type AuthorizationRequestOptions,
  createAuthorizationRequest,
  type JsonValue,
} from "react-fullscript-connect/core";
import { type PendingAction, takePendingAction } from "../../../src/core/pendingAction";
import { type CallbackBrowser, CODE_LIFETIME_MS, findTransaction, saveTransaction, type Settlement } from "./internals";
import { describe, expect, it, vi } from "vitest";
import { CONFIG, createTestBrowser, NOW, pageAt } from "../testBrowser";

/** A page on which something was begun that waits for the connection, and then came of it what `settled` says. */
function begin(
  options: AuthorizationRequestOptions & { subject?: string } = {},
  settled: Partial<Settlement> | null = {},
) {
  const browser = createTestBrowser();
  const { subject, ...rest } = options;
  const { state, transaction } = createAuthorizationRequest(
    { ...CONFIG, ...(subject !== undefined && { subject }) },
    { resumeKey: "recommend", ...rest },
    browser,
  );
  saveTransaction(
    {
      ...transaction,
      responses: settled
        ? { a: { revision: 1, receivedAt: NOW, settled: { status: "connected", at: NOW, ...settled } } }
        : {},
    },
    undefined,
    browser,
  );
  return { browser, state };
}

const take = (browser: CallbackBrowser, changes: Partial<PendingAction> = {}) =>
  takePendingAction({ resumeKey: "recommend", ...changes }, browser);

describe("takePendingAction", () => {
  it("is true once, and forgets nothing but that something was to go on", () => {
    const { browser, state } = begin();
    expect(take(browser)).toBe(true);
    expect(findTransaction(state, undefined, browser)?.responses.a?.settled?.status).toBe("connected");
    expect(findTransaction(state, undefined, browser)).not.toHaveProperty("resumeKey");
    expect(take(browser)).toBe(false);
  });

  it.each<
    [
      string,
      AuthorizationRequestOptions & { subject?: string },
      Partial<Settlement> | null,
      Partial<PendingAction>,
      string,
      boolean,
    ]
  >([
    ["on the same page, whatever its hash", {}, {}, {}, "/patients/42?tab=plans#elsewhere", true],
    ["not on another page", {}, {}, {}, "/patients/43?tab=plans#notes", false],
    ["not on the same page with another query", {}, {}, {}, "/patients/42?tab=notes", false],
    ["not for something else", {}, {}, { resumeKey: "treatment-plan" }, "/patients/42?tab=plans", false],
    [
      "with the same app state in the URL",
      { appState: { patient: "42" } },
      {},
      { appState: { patient: "42" } },
      "/patients/42?tab=plans",
      true,
    ],
    [
      "with the same app state in the storage",
      { appState: { patient: "42" }, appStateIn: "storage" },
      {},
      { appState: { patient: "42" } },
      "/patients/42?tab=plans",
      true,
    ],
    [
      "not with another app state",
      { appState: { patient: "42" } },
      {},
      { appState: { patient: "43" } },
      "/patients/42?tab=plans",
      false,
    ],
    ["not without its app state", { appState: { patient: "42" } }, {}, {}, "/patients/42?tab=plans", false],
    ["for the same user", { subject: "dr-ada" }, {}, { subject: "dr-ada" }, "/patients/42?tab=plans", true],
    ["not for another user", { subject: "dr-ada" }, {}, { subject: "dr-bo" }, "/patients/42?tab=plans", false],
    ["not before anything has come of it", {}, null, {}, "/patients/42?tab=plans", false],
    ["not after a refusal", {}, { status: "failed" }, {}, "/patients/42?tab=plans", false],
    ["just before ten minutes are over", {}, { at: NOW - CODE_LIFETIME_MS + 1 }, {}, "/patients/42?tab=plans", true],
    ["not after ten minutes", {}, { at: NOW - CODE_LIFETIME_MS }, {}, "/patients/42?tab=plans", false],
    ["not for a time in the future", {}, { at: NOW + 1 }, {}, "/patients/42?tab=plans", false],
  ])("goes on %s", (_, options, settled, pending, path, expected) => {
    const { browser } = begin(options, settled);
    expect(take({ ...browser, location: () => pageAt(path) }, pending)).toBe(expected);
  });

  it("finds it among others, in the host's own storage too", () => {
    const { browser } = begin();
    createAuthorizationRequest(CONFIG, { appState: "other" as JsonValue }, browser);
    const storage = browser.storage();
    const elsewhere = createTestBrowser();
    expect(take(elsewhere)).toBe(false);
    expect(take(elsewhere, { storage })).toBe(true);
    expect(take(elsewhere, { storage })).toBe(false);
  });

  it("does not resume if it cannot record that it did", () => {
    const { browser } = begin();
    vi.spyOn(browser.storage(), "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    expect(take(browser)).toBe(false);
  });

  it("does not go on while an answer is being exchanged", () => {
    const { browser, state } = begin({}, null);
    saveTransaction(
      {
        ...findTransaction(state, undefined, browser)!,
        responses: { a: { revision: 1, receivedAt: NOW, posted: true } },
      },
      undefined,
      browser,
    );
    expect(take(browser)).toBe(false);
  });

  it("does not resume without a page", () => {
    const { browser } = begin();
    expect(take({ ...browser, location: () => undefined })).toBe(false);
  });
});
