// @vitest-environment node
import { createHash } from "node:crypto";
import fc from "../../properties";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { createAuthorizationRequest, FullscriptError } from "react-fullscript-connect/core";
import { type CallbackBrowser, CODE_LIFETIME_MS, TRANSACTION_LIFETIME_MS } from "./internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ANSWERS, type Answer, respond } from "../../answers";
import { createTabLocks } from "../../tabLocks";
import { exchangeCode, type ExchangeResult } from "../../../src/core/exchangeCode";
import { receiveCode } from "../../../src/core/ReceivedCode";
import { createTransactionStore } from "../../../src/core/transactionStore";
import { CONFIG, createTestBrowser, NOW } from "../testBrowser";

beforeEach(() => vi.stubGlobal("IDBKeyRange", IDBKeyRange));

type Step =
  /** `isAtOnce`: the next step does not wait until this one has come to rest. */
  | { kind: "attempt"; tab: number; code: number; isAtOnce: boolean }
  | { kind: "answer"; answer: Answer }
  | { kind: "close"; tab: number }
  | { kind: "wait"; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("attempt" as const),
      tab: fc.nat(2),
      code: fc.nat(1),
      isAtOnce: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      answer: fc.constantFrom(...(Object.keys(ANSWERS) as Answer[])),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("close" as const), tab: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, CODE_LIFETIME_MS - 1, CODE_LIFETIME_MS, 3_600_001),
    }),
  },
);

/** One browser with some tabs, in front of an endpoint that answers when it is told to. */
function createWorld(isIdempotent: boolean, indexedDB: IDBFactory | undefined, pauses: number[]) {
  let now = NOW;
  const locks = createTabLocks();
  const posts: {
    code: string;
    key: string | null;
    at: number;
    isMaybeAccepted: boolean | undefined;
    settle: (answer: Answer) => void;
  }[] = [];
  const outcomes: (ExchangeResult | FullscriptError)[] = [];
  // A thread pool would make the order of steps a matter of chance; here it is the property's to choose.
  let hashes = 0;
  const sha256 = async (text: string) => {
    await quiet(pauses[hashes++ % pauses.length] ?? 0);
    return new Uint8Array(createHash("sha256").update(text).digest());
  };
  const shared = createTestBrowser({ now: () => now, indexedDB: () => indexedDB, sha256 });
  const { state } = createAuthorizationRequest(CONFIG, {}, shared);

  /** Nothing of a tab that is closed goes on. */
  function openTab() {
    const page = locks.openPage();
    const browser: CallbackBrowser = { ...shared, locks: () => page.locks };
    const tab = {
      isClosed: false,
      browser,
      close: () => {
        tab.isClosed = true;
        page.close();
      },
    };
    return tab;
  }

  const tabs = Array.from({ length: 3 }, openTab);
  const attempt = async (index: number, code: string): Promise<void> => {
    const tab = tabs[index]!;
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((resolve) => {
        if (tab.isClosed) return;
        const key = new Headers(init!.headers).get("idempotency-key");
        const post = {
          code,
          key,
          at: now,
          isMaybeAccepted: undefined as boolean | undefined,
          settle: (answer: Answer) => {
            post.isMaybeAccepted = ANSWERS[answer].isMaybeAccepted;
            if (!tab.isClosed) resolve(respond(answer));
          },
        };
        posts.push(post);
      });
    try {
      const store = createTransactionStore(undefined, tab.browser);
      const received = await receiveCode(code, store.find(state)!, store, tab.browser);
      const getConfig = () => ({ endpoint: "/api", fetch, idempotent: isIdempotent });
      outcomes.push(await exchangeCode(received, getConfig, undefined, tab.browser));
    } catch (error) {
      if (!(error instanceof FullscriptError)) throw error;
      outcomes.push(error);
    }
  };

  return {
    posts,
    outcomes,
    run(step: Step): void {
      switch (step.kind) {
        case "attempt":
          return void attempt(step.tab, `code-${step.code}`);
        case "answer":
          return posts.find(({ isMaybeAccepted }) => isMaybeAccepted === undefined)?.settle(step.answer);
        case "close":
          // Reopened at once, as by a reload.
          tabs[step.tab]!.close();
          tabs[step.tab] = openTab();
          return;
        case "wait":
          now += step.ms;
          return;
        default:
          step satisfies never;
      }
    },
  };
}

const quiet = async (ticks: number) => {
  for (let tick = 0; tick < ticks; tick++) await new Promise(setImmediate);
};

const pauses = fc.array(fc.nat(6), { minLength: 1, maxLength: 5 });

async function follow(steps: Step[], pauses: number[], isIdempotent: boolean, indexedDB?: IDBFactory): Promise<void> {
  const ticks = indexedDB ? 60 : 24;
  const world = createWorld(isIdempotent, indexedDB, pauses);
  for (const each of steps) {
    world.run(each);
    if (each.kind === "attempt" && each.isAtOnce) continue;
    await quiet(ticks);

    for (const code of ["code-0", "code-1"]) {
      const ofCode = world.posts.filter((post) => post.code === code);
      expect(new Set(ofCode.map(({ key }) => key)).size, "one key for one code").toBeLessThanOrEqual(1);
      expect(
        ofCode.every(({ at }) => at <= NOW + TRANSACTION_LIFETIME_MS && at < (ofCode[0]?.at ?? 0) + CODE_LIFETIME_MS),
        "no post after the end",
      ).toBe(true);
      if (isIdempotent) continue;
      // A post that nobody has answered may have been accepted, too.
      const maybe = ofCode.findIndex(({ isMaybeAccepted }) => isMaybeAccepted !== false);
      expect(
        maybe === -1 || maybe === ofCode.length - 1,
        `${code} was presented again after it may have been accepted`,
      ).toBe(true);
    }
    const connected = world.outcomes.filter(
      (outcome) => !(outcome instanceof FullscriptError) && outcome.settled.status === "connected" && !outcome.replayed,
    );
    expect(connected.length, "one connection").toBeLessThanOrEqual(1);
  }
}

/** The first code is answered while the second is on its way, and both come back when their ten minutes are over. */
const ANSWERED_BETWEEN: Step[] = [
  { kind: "attempt", tab: 0, code: 0, isAtOnce: false },
  { kind: "attempt", tab: 0, code: 1, isAtOnce: false },
  { kind: "answer", answer: "unavailable" },
  { kind: "wait", ms: CODE_LIFETIME_MS },
  { kind: "attempt", tab: 0, code: 1, isAtOnce: false },
];

describe("whatever tabs, answers, reloads and clocks do, in any order", () => {
  it("no code that may have been accepted is presented again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), pauses, (steps, pause) =>
        follow(steps, pause, false),
      ),
      { numRuns: 1_000 },
    );
  }, 60_000);

  it("nor with the marks in IndexedDB", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), pauses, (steps, pause) =>
        follow(steps, pause, false, new IDBFactory()),
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it("an idempotent endpoint gets one key for one code, and connects once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), pauses, (steps, pause) =>
        follow(steps, pause, true),
      ),
      { numRuns: 300, examples: [[ANSWERED_BETWEEN, [0]]] },
    );
  }, 60_000);
});
