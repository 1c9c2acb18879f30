// @vitest-environment node
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { findTransaction, saveTransaction, type Settlement } from "./internals";
import { expect, it } from "vitest";
import { createTransactionStore } from "../../../src/core/transactionStore";
import { CONFIG, createTestBrowser } from "../testBrowser";

it("forgets only transactions that have connected", () => {
  const browser = createTestBrowser();
  const begin = (...endings: (Settlement["status"] | undefined)[]): string => {
    const { state, transaction } = createAuthorizationRequest(CONFIG, {}, browser);
    const responses = endings.map(
      (status, index) =>
        [String(index), { revision: 1, receivedAt: 0, ...(status && { settled: { status, at: 0 } }) }] as const,
    );
    saveTransaction({ ...transaction, responses: Object.fromEntries(responses) }, undefined, browser);
    return state;
  };
  const kept = [begin(), begin(undefined), begin("cancelled"), begin("failed", "expired")];
  const gone = [begin("connected"), begin("failed", undefined, "connected")];
  browser.storage().setItem("fullscript-connect:torn", "{");
  browser.storage().setItem("the host's own", JSON.stringify(findTransaction(gone[0]!, undefined, browser)));
  createTransactionStore(undefined, browser).forgetConnected();
  expect(kept.map((state) => findTransaction(state, undefined, browser))).not.toContain(undefined);
  expect(gone.map((state) => findTransaction(state, undefined, browser))).toEqual([undefined, undefined]);
  expect(browser.storage().getItem("the host's own")).not.toBeNull();
});
