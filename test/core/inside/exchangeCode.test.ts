// @vitest-environment node
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { createAuthorizationRequest, type ExchangeConfig, FullscriptError } from "react-fullscript-connect/core";
import { exchangeCode } from "../../../src/core/exchangeCode";
import { shouldRetry } from "../../../src/core/exchangeWithRetries";
import { receiveCode } from "../../../src/core/ReceivedCode";
import { createTransactionStore } from "../../../src/core/transactionStore";
import {
  createMemoryStorage,
  CODE_LIFETIME_MS,
  findTransaction,
  forgetTransactions,
  type CallbackBrowser,
  received,
} from "./internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CONFIG, createTestBrowser, NOW } from "../testBrowser";

beforeEach(() => vi.stubGlobal("IDBKeyRange", IDBKeyRange));

/** Web Locks for the tabs of one test, as the specification has them for exclusive locks. */
function createLocks(): LockManager {
  const queues = new Map<string, Promise<unknown>>();
  const request = async (
    name: string,
    options: LockOptions,
    task: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    const before = queues.get(name);
    if (options.ifAvailable && before) return task(null);
    let done = (): void => undefined;
    const mine = new Promise<void>((resolve) => (done = resolve));
    const tail = (before ?? Promise.resolve()).then(() => mine);
    queues.set(name, tail);
    const release = () => {
      done();
      if (queues.get(name) === tail) queues.delete(name);
    };
    try {
      await Promise.race([
        before,
        new Promise((_, reject) =>
          options.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))),
        ),
      ]);
      options.signal?.throwIfAborted();
      return await task({ name, mode: "exclusive" });
    } finally {
      release();
    }
  };
  return { request: request as LockManager["request"], query: () => Promise.resolve({}) };
}

/** Tabs of one browser: they share what is on disk and the locks. */
function createTabs(overrides: Partial<CallbackBrowser> = {}) {
  const indexedDB = new IDBFactory();
  const locks = createLocks();
  const shared = createTestBrowser({ indexedDB: () => indexedDB, locks: () => locks, ...overrides });
  const { state } = createAuthorizationRequest(CONFIG, { appState: 1 }, shared);
  const attempt = async (
    config: Partial<ExchangeConfig>,
    code = "code-1",
    browser: CallbackBrowser = shared,
    onWait?: (waiting: unknown) => void,
  ) => {
    return exchangeCode(
      await received(code, state, browser, NOW),
      () => ({ endpoint: "/api", ...config }),
      onWait,
      browser,
    );
  };
  const fails = (...parameters: Parameters<typeof attempt>) =>
    attempt(...parameters).then(
      () => Promise.reject(new Error("did not fail")),
      (error: unknown) => error as FullscriptError,
    );
  return { attempt, fails, browser: shared, state };
}

const answers = (...list: (() => Response | Promise<Response>)[]) => {
  let call = 0;
  return vi.fn<typeof fetch>(async () => list[Math.min(call++, list.length - 1)]!());
};
const ok = () => Response.json({ connected: true });
const status =
  (code: number, body: unknown = {}) =>
  () =>
    Response.json(body, { status: code });
const lost = () => Promise.reject(new TypeError("lost"));

describe.each([
  ["with locks and IndexedDB", {}],
  ["without locks", { locks: () => undefined }],
  ["without IndexedDB", { indexedDB: () => undefined }],
  [
    "with an IndexedDB that refuses",
    {
      indexedDB: () =>
        ({
          open: () => {
            throw new DOMException("denied", "SecurityError");
          },
        }) as unknown as IDBFactory,
    },
  ],
] satisfies [string, Partial<CallbackBrowser>][])("exchangeCode %s", (_, overrides) => {
  it("posts once, and replays the outcome to every later attempt", async () => {
    const { attempt } = createTabs(overrides);
    const fetch = answers(ok);
    expect(await attempt({ fetch })).toEqual({
      settled: { status: "connected", at: NOW },
      connection: { connected: true },
      replayed: false,
    });
    expect(await attempt({ fetch })).toEqual({
      settled: { status: "connected", at: NOW },
      connection: undefined,
      replayed: true,
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("replays a refusal that is final", async () => {
    const { attempt, fails } = createTabs(overrides);
    const fetch = answers(status(400, { error: "invalid_grant" }));
    expect(await fails({ fetch })).toMatchObject({ code: "code_rejected" });
    expect(await attempt({ fetch })).toMatchObject({
      replayed: true,
      settled: { status: "expired", code: "code_rejected", error: "invalid_grant" },
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["401", status(401)],
    ["403", status(403)],
    ["429", status(429)],
    ["503", status(503)],
  ])("presents the code again after %s, which surely did not take it", async (__, answer) => {
    const { attempt, fails } = createTabs(overrides);
    const fetch = answers(answer, ok);
    expect((await fails({ fetch })).retryable).toBe(true);
    expect(await attempt({ fetch })).toMatchObject({ replayed: false, settled: { status: "connected" } });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["500", status(500)],
    ["502", status(502)],
    ["504", status(504)],
    ["a lost connection", lost],
  ])("never presents the code again after %s, which may have taken it", async (__, answer) => {
    const { attempt, fails } = createTabs(overrides);
    const fetch = answers(answer, ok);
    expect((await fails({ fetch })).retryable).toBe(false);
    expect(await attempt({ fetch })).toMatchObject({ replayed: true, settled: { status: "failed" } });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["500", status(500)],
    ["a lost connection", lost],
  ])("presents the code again after %s where the endpoint is idempotent, with the same key", async (__, answer) => {
    const { attempt, fails } = createTabs(overrides);
    const fetch = answers(answer, ok);
    expect((await fails({ fetch, idempotent: true })).retryable).toBe(true);
    expect(await attempt({ fetch, idempotent: true })).toMatchObject({ replayed: false });
    const keys = fetch.mock.calls.map(([, init]) => new Headers(init!.headers).get("idempotency-key"));
    expect(keys[0]).toMatch(/^"[\da-f-]{36}"$/);
    expect(keys[0]).toBe(keys[1]);
  });

  it.each([
    ["500", status(500)],
    ["a lost connection", lost],
  ])(
    "keeps after %s that it may have happened, for an endpoint that is not idempotent any more",
    async (__, answer) => {
      const { fails } = createTabs(overrides);
      expect((await fails({ fetch: answers(answer), idempotent: true })).retryable).toBe(true);
      const fetch = answers(ok);
      expect(await fails({ fetch })).toMatchObject({ code: "exchange_interrupted", retryable: false });
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  it("does not present a code that an earlier page load posted without seeing an answer", async () => {
    const { attempt, fails } = createTabs({ ...overrides, locks: () => undefined });
    const hang = answers(() => new Promise(() => undefined));
    void attempt({ fetch: hang });
    await vi.waitFor(() => expect(hang).toHaveBeenCalledTimes(1));
    const fetch = answers(ok);
    expect(await fails({ fetch })).toMatchObject({ code: "exchange_interrupted", retryable: false });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("presents it if the endpoint is idempotent", async () => {
    const { attempt } = createTabs({ ...overrides, locks: () => undefined });
    const hang = answers(() => new Promise(() => undefined));
    void attempt({ fetch: hang });
    await vi.waitFor(() => expect(hang).toHaveBeenCalledTimes(1));
    expect(await attempt({ fetch: answers(ok), idempotent: true })).toMatchObject({ replayed: false });
  });

  it("refuses a second code of the same state after the first one has ended, and replays a connection", async () => {
    const { attempt, fails } = createTabs(overrides);
    const refused = answers(status(400, { error: "invalid_grant" }), ok);
    await fails({ fetch: refused }, "code-1");
    expect(await fails({ fetch: refused }, "code-2")).toMatchObject({ code: "state_mismatch" });
    expect(await attempt({ fetch: refused }, "code-1")).toMatchObject({
      replayed: true,
      settled: { status: "expired" },
    });
    expect(refused).toHaveBeenCalledOnce();

    const other = createTabs(overrides);
    const fetch = answers(ok);
    await other.attempt({ fetch }, "code-1");
    expect(await other.attempt({ fetch }, "code-2")).toMatchObject({
      replayed: true,
      settled: { status: "connected" },
    });
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("does not present a code after its ten minutes", async () => {
    const { attempt, fails, browser } = createTabs(overrides);
    const other = createTabs(overrides);
    const third = createTabs(overrides);
    const fetch = answers(ok);
    const late = { ...browser, now: () => NOW + CODE_LIFETIME_MS };
    expect(await fails({ fetch }, "code-1", late)).toMatchObject({ code: "code_expired" });
    expect(await attempt({ fetch }, "code-1", late)).toMatchObject({
      replayed: true,
      settled: { status: "expired", code: "code_expired" },
    });
    expect(await other.fails({ fetch }, "code-2", { ...other.browser, now: () => NOW - 1 })).toMatchObject({
      code: "code_expired",
    });
    expect(fetch).not.toHaveBeenCalled();
    const justInTime = { ...third.browser, now: () => NOW + CODE_LIFETIME_MS - 1 };
    expect(await third.attempt({ fetch }, "code-3", justInTime)).toMatchObject({ replayed: false });
  });

  it("writes neither the code nor the connection to disk", async () => {
    const { attempt, browser } = createTabs(overrides);
    await attempt({ fetch: answers(() => Response.json({ connected: true, name: "Dr. Silva" })) }, "c0de-s3cr3t");
    const storage = browser.storage();
    const onDisk = Array.from({ length: storage.length }, (__, index) => storage.getItem(storage.key(index)!)).join();
    expect(onDisk).toContain('"connected"');
    expect(onDisk).not.toMatch(/c0de-s3cr3t|Silva/);
  });
});

describe("exchangeCode", () => {
  it("posts once from any number of tabs at once", async () => {
    const { attempt } = createTabs();
    const fetch = answers(() => new Promise((resolve) => setTimeout(() => resolve(ok()), 5)));
    const waits: unknown[] = [];
    const results = await Promise.all(
      Array.from({ length: 8 }, () => attempt({ fetch }, "code-1", undefined, (waiting) => waits.push(waiting))),
    );
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(waits.filter((waiting) => waiting === "other-tab")).toHaveLength(7);
  });

  it("posts once if another tab's storage is stale", async () => {
    const { attempt, browser } = createTabs();
    const fetch = answers(ok);
    // Each tab has its own view of the storage, and sees nothing of what the other wrote.
    const stale = createMemoryStorage();
    for (let index = 0; index < browser.storage().length; index++) {
      const key = browser.storage().key(index)!;
      stale.setItem(key, browser.storage().getItem(key)!);
    }
    await attempt({ fetch });
    expect(await attempt({ fetch }, "code-1", { ...browser, storage: () => stale })).toMatchObject({ replayed: true });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("waits for another tab no longer than its timeout and five seconds, and steals nothing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { attempt, fails } = createTabs();
    const hang = answers(() => new Promise(() => undefined));
    attempt({ fetch: hang, timeoutMs: 60_000 }).catch(() => undefined);
    while (hang.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(1);
    const waits: unknown[] = [];
    const fetch = answers(ok);
    const failed = fails({ fetch, timeoutMs: 10_000 }, "code-1", undefined, (waiting) => waits.push(waiting));
    while (!waits.includes("other-tab")) await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await failed).toMatchObject({ code: "exchange_interrupted", retryable: true });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("waits offline, and posts within a second of there being a network", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let isOnline = false;
    const { attempt } = createTabs({ isOnline: () => isOnline });
    const fetch = answers(ok);
    const waits: unknown[] = [];
    const result = attempt({ fetch }, "code-1", undefined, (waiting) => waits.push(waiting));
    await vi.waitFor(() => expect(waits).toEqual(["offline"]));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).not.toHaveBeenCalled();
    isOnline = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await result).toMatchObject({ replayed: false });
    expect(waits.at(-1)).toBeUndefined();
  });

  it("continues without IndexedDB if it does not answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { attempt } = createTabs({ indexedDB: () => ({ open: () => ({}) }) as unknown as IDBFactory });
    const fetch = answers(ok);
    const result = attempt({ fetch });
    const ticking = setInterval(() => vi.advanceTimersByTime(500), 1);
    expect(await result).toMatchObject({ replayed: false });
    clearInterval(ticking);
  });

  it("opens the database once before the POST, and has closed it as the request leaves", async () => {
    const factory = new IDBFactory();
    const events: string[] = [];
    const open = (...parameters: [string, number]) => {
      const request = factory.open(...parameters);
      request.addEventListener("success", () => {
        events.push("open");
        const close = request.result.close.bind(request.result);
        request.result.close = () => {
          events.push("close");
          close();
        };
      });
      return request;
    };
    const { attempt } = createTabs({ indexedDB: () => ({ open }) as unknown as IDBFactory });
    const fetch = vi.fn(async () => {
      events.push("POST");
      return ok();
    });
    await attempt({ fetch });
    expect(events.slice(0, 3)).toEqual(["open", "close", "POST"]);
  });

  it("posts without locks if the browser refuses them", async () => {
    const refuse = () => Promise.reject(new DOMException("denied", "SecurityError"));
    const { attempt } = createTabs({ locks: () => ({ request: refuse, query: refuse }) });
    const fetch = answers(ok);
    expect(await attempt({ fetch })).toMatchObject({ replayed: false });
    expect(await attempt({ fetch })).toMatchObject({ replayed: true });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("uses the newer of two copies if IndexedDB could not be written", async () => {
    const { attempt, fails, browser } = createTabs({ locks: () => undefined });
    expect(await fails({ fetch: answers(status(401)) })).toMatchObject({ code: "exchange_unauthorized" });
    // From now on the disk is full: IndexedDB still says that nothing was posted.
    const full = (factory: IDBFactory): IDBFactory =>
      new Proxy(factory, {
        get: (target, name) => {
          if (name !== "open") return Reflect.get(target, name) as unknown;
          return (...parameters: [string, number]) => {
            const open = target.open(...parameters);
            open.addEventListener("success", () => {
              const transaction = open.result.transaction.bind(open.result);
              open.result.transaction = (stores, mode) => {
                if (mode === "readwrite") throw new DOMException("full", "QuotaExceededError");
                return transaction(stores, mode);
              };
            });
            return open;
          };
        },
      });
    const crowded = { ...browser, indexedDB: () => full(browser.indexedDB()!) };
    const hang = answers(() => new Promise(() => undefined));
    void attempt({ fetch: hang }, "code-1", crowded);
    await vi.waitFor(() => expect(hang).toHaveBeenCalledTimes(1));
    const fetch = answers(ok);
    expect(await fails({ fetch }, "code-1", crowded)).toMatchObject({ code: "exchange_interrupted", retryable: false });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("presents no code that came back in the future: a clock that was set back proves nothing", async () => {
    const { browser, state } = createTabs();
    const fetch = answers(ok);
    const code = await received("code-1", state, browser, NOW + 1);
    await expect(exchangeCode(code, () => ({ endpoint: "/api", fetch }), undefined, browser)).rejects.toMatchObject({
      code: "code_expired",
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("waits for another tab as long as that may wait for its answer, and a little longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { fails, browser, state } = createTabs();
    void browser
      .locks()!
      .request(
        `fullscript-connect:${findTransaction(state, undefined, browser)!.nonce}`,
        {},
        () => new Promise(() => undefined),
      );
    const waits: unknown[] = [];
    const failed = vi.fn();
    void fails({ fetch: answers(ok), timeoutMs: 10_000 }, "code-1", browser, (waiting) => waits.push(waiting)).then(
      failed,
    );
    while (!waits.includes("other-tab")) await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(failed.mock.calls).toMatchObject([[{ code: "exchange_interrupted", retryable: true }]]);
  });

  it("checks the user before each attempt, and posts for nobody else", async () => {
    const shared = createTestBrowser({ indexedDB: () => new IDBFactory() });
    const { state } = createAuthorizationRequest({ ...CONFIG, subject: "user-a" }, {}, shared);
    const fetch = answers(status(401), ok);
    const attempt = async (subject: string | null | undefined) =>
      exchangeCode(
        await received("c", state, shared, NOW),
        () => ({ endpoint: "/api", fetch, subject }),
        undefined,
        shared,
      );
    await expect(attempt("user-a")).rejects.toMatchObject({ code: "exchange_unauthorized" });
    await expect(attempt(null)).rejects.toMatchObject({ code: "exchange_unauthorized", retryable: true });
    await expect(attempt("user-b")).rejects.toMatchObject({ code: "subject_mismatch", retryable: false });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("frees no code for a mark of an earlier attempt, whatever ends this one", async () => {
    const { attempt, fails, browser } = createTabs({ locks: () => undefined });
    const hang = answers(() => new Promise(() => undefined));
    void attempt({ fetch: hang });
    await vi.waitFor(() => expect(hang).toHaveBeenCalledTimes(1));
    const fetch = answers(ok);
    expect(await fails({ fetch, subject: null })).toMatchObject({ code: "exchange_unauthorized" });
    expect(await fails({ fetch }, "code-1", browser)).toMatchObject({
      code: "exchange_interrupted",
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("posts once from two tabs without locks: the claim in IndexedDB decides", async () => {
    for (let round = 0; round < 20; round++) {
      const { attempt, browser } = createTabs({ locks: () => undefined });
      let release = (): void => undefined;
      const held = () => new Promise<Response>((resolve) => (release = () => resolve(ok())));
      // A second POST, which there must not be, would be answered at once.
      const fetch = answers(held, ok);
      // Each sees the storage as it was, as another process of the browser does for a while.
      const storages = [0, 1].map(() => {
        const copy = createMemoryStorage();
        const source = browser.storage();
        for (let index = 0; index < source.length; index++)
          copy.setItem(source.key(index)!, source.getItem(source.key(index)!)!);
        return copy;
      });
      const attempts = storages.map((storage) =>
        attempt({ fetch }, "code-1", { ...browser, storage: () => storage }).catch((error: unknown) => error),
      );
      expect(await Promise.race(attempts)).toMatchObject({ code: "exchange_interrupted" });
      await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
      release();
      await Promise.all(attempts);
      // Whoever was refused sees how it ended.
      expect(await attempt({ fetch })).toMatchObject({ replayed: true, settled: { status: "connected" } });
    }
  });

  it("replays the connection, although a tab without locks gave up before the answer came", async () => {
    const { attempt } = createTabs({ locks: () => undefined });
    let release = (): void => undefined;
    const fetch = answers(() => new Promise((resolve) => (release = () => resolve(ok()))));
    const first = attempt({ fetch });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
    await expect(attempt({ fetch })).rejects.toMatchObject({ code: "exchange_interrupted", retryable: false });
    release();
    expect(await first).toMatchObject({ replayed: false, settled: { status: "connected" } });
    expect(await attempt({ fetch })).toMatchObject({ replayed: true, settled: { status: "connected" } });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("asks who is signed in again after each wait", async () => {
    const shared = createTestBrowser();
    const { state } = createAuthorizationRequest({ ...CONFIG, subject: "user-a" }, {}, shared);
    const code = await received("c", state, shared, NOW);
    for (const next of [null, "user-b"]) {
      let subject: string | null = "user-a";
      const fetch = answers(ok);
      const headers = async () => {
        subject = next;
        return {};
      };
      await expect(
        exchangeCode(code, () => ({ endpoint: "/api", fetch, subject, headers }), undefined, shared),
      ).rejects.toThrow(FullscriptError);
      expect(fetch).not.toHaveBeenCalled();
    }
  });

  it("posts nothing for a request that the host's logout forgot", async () => {
    const { fails, browser, state } = createTabs();
    const fetch = answers(status(503), ok);
    const code = await received("code-1", state, browser, NOW);
    await fails({ fetch });
    forgetTransactions(undefined, browser);
    await expect(exchangeCode(code, () => ({ endpoint: "/api", fetch }), undefined, browser)).rejects.toMatchObject({
      code: "state_mismatch",
      retryable: false,
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("does not write back what the host's logout forgot", async () => {
    const { attempt, browser } = createTabs();
    const fetch = answers(() => {
      forgetTransactions(undefined, browser);
      return ok();
    });
    await attempt({ fetch });
    expect(browser.storage().length).toBe(0);
  });

  it("posts nothing if neither IndexedDB nor the storage can record the POST", async () => {
    const { fails, attempt, browser } = createTabs({ indexedDB: () => undefined });
    vi.spyOn(browser.storage(), "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const fetch = answers(ok);
    expect(await fails({ fetch })).toMatchObject({ code: "storage_unavailable" });
    expect(fetch).not.toHaveBeenCalled();
    // Whose repeats get the first answer needs no mark.
    expect(await attempt({ fetch, idempotent: true })).toMatchObject({ replayed: false });
  });

  it("posts if one of the two can", async () => {
    const { attempt, browser } = createTabs();
    vi.spyOn(browser.storage(), "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    expect(await attempt({ fetch: answers(ok) })).toMatchObject({ replayed: false });
  });

  it("keeps no words of an endpoint that may quote the code", async () => {
    const { fails, attempt, browser } = createTabs();
    expect(await fails({ fetch: answers(status(400, { error: "Unknown code code-1" })) })).toMatchObject({
      code: "exchange_rejected",
      error: "Unknown code code-1",
    });
    expect(JSON.stringify(await attempt({ fetch: answers(ok) }))).not.toContain("code-1");
    const keys = Array.from({ length: browser.storage().length }, (_, index) => browser.storage().key(index)!);
    expect(keys.map((key) => browser.storage().getItem(key)).join()).not.toContain("code-1");
  });

  it.each([
    ["invalid_request", "invalid_request"],
    ["Code code_one", undefined],
    ["code-1 is unknown", undefined],
    ["x".repeat(65), undefined],
  ])("remembers %s as %s", async (error, remembered) => {
    const { fails, attempt } = createTabs();
    await fails({ fetch: answers(status(400, { error })) });
    expect((await attempt({ fetch: answers(ok) })).settled.error).toBe(remembered);
  });

  it.each([42, ""])("posts nothing for a subject that names nobody: %j", async (subject) => {
    const { fails } = createTabs();
    const fetch = answers(ok);
    expect(await fails({ fetch, subject: subject as string })).toMatchObject({
      code: "exchange_unauthorized",
      retryable: true,
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("rethrows foreign errors and settles nothing", async () => {
    const { attempt } = createTabs();
    const endpoint = () => {
      throw new RangeError("the host's bug");
    };
    await expect(attempt({ endpoint })).rejects.toThrow(RangeError);
    expect(await attempt({ fetch: answers(ok), idempotent: true })).toMatchObject({ replayed: false });
  });
});

describe("receiveCode", () => {
  function open() {
    const { browser, state } = createTabs();
    const store = createTransactionStore(undefined, browser);
    const transaction = store.find(state)!;
    const receive = (now = NOW) => receiveCode("code-1", transaction, store, { ...browser, now: () => now });
    return { browser, store, transaction, receive };
  }

  it("starts the ten minutes at the first look, under a name that is not the code", async () => {
    const { store, transaction, receive } = open();
    const first = await receive();
    expect(first).toEqual({
      code: "code-1",
      transaction,
      fingerprint: expect.stringMatching(/^[\da-f]{16}$/) as string,
      key: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      receivedAt: NOW,
    });
    expect(store.get(transaction.nonce)?.responses).toEqual({ [first.fingerprint]: { revision: 0, receivedAt: NOW } });
  });

  it("reads the storage again instead of trusting an earlier read", async () => {
    const { receive } = open();
    const first = await receive();
    expect(await receive(NOW + 5_000)).toEqual(first);
  });

  it("writes nothing back of a request that is forgotten", async () => {
    const { browser, store, receive } = open();
    store.forget();
    expect(await receive()).toMatchObject({ receivedAt: NOW });
    expect(browser.storage().length).toBe(0);
  });

  it("does without a storage that is full by now", async () => {
    const { browser, receive } = open();
    vi.spyOn(browser.storage(), "setItem").mockImplementation(() => {
      throw new DOMException("quota", "QuotaExceededError");
    });
    const code = await receive();
    expect(code).toMatchObject({ receivedAt: NOW });
    expect(
      await exchangeCode(code, () => ({ endpoint: "/api", fetch: answers(ok) }), undefined, browser),
    ).toMatchObject({ replayed: false });
  });
});

describe("shouldRetry", () => {
  it.each([
    ["exchange_unavailable", true, false, true],
    ["exchange_unavailable", false, false, false],
    ["exchange_unreachable", true, false, true],
    ["exchange_unauthorized", true, true, false],
    ["exchange_interrupted", true, true, true],
    ["exchange_interrupted", true, false, false],
    ["code_rejected", false, true, false],
  ] as const)("%s, retryable: %s, idempotent: %s → %s", (code, retryable, idempotent, expected) => {
    expect(shouldRetry(new FullscriptError(code, "", { retryable }), idempotent)).toBe(expected);
  });

  it("takes no endpoint for idempotent that nobody calls so", () => {
    expect(shouldRetry(new FullscriptError("exchange_interrupted", "", { retryable: true }))).toBe(false);
  });
});
