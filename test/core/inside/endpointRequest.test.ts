// @vitest-environment node
import fc from "../../properties";
import { createAuthorizationRequest, type ExchangeConfig, FullscriptError } from "react-fullscript-connect/core";
import { exchangeCode } from "../../../src/core/exchangeCode";
import { retryDelayMs } from "../../../src/core/exchangeWithRetries";
import type { ReceivedCode } from "../../../src/core/ReceivedCode";
import { received, saveTransaction } from "./internals";
import { describe, expect, it, vi } from "vitest";
import { CONFIG, createTestBrowser, NOW, ORIGIN } from "../testBrowser";

const CODE = "c0de-s3cr3t";
const browser = createTestBrowser();

function verified(code = CODE, subject?: string): Promise<ReceivedCode> {
  const { state } = createAuthorizationRequest({ ...CONFIG, subject }, {}, browser);
  return received(code, state, browser);
}

/** An endpoint that gives one answer and remembers what it was asked. */
function endpoint(answer: () => Response | Promise<Response>) {
  return vi.fn<typeof fetch>(async () => answer());
}

/** Exchanges a code as if nothing was known of it. */
async function exchange(
  config: Partial<ExchangeConfig>,
  pending: Promise<ReceivedCode> = verified(),
): Promise<unknown> {
  const code = await pending;
  saveTransaction(code.transaction, undefined, browser);
  const getConfig = () => ({ endpoint: "/api/fullscript/connection", subject: code.transaction.subject, ...config });
  return (await exchangeCode(code, getConfig, undefined, browser)).connection;
}

async function refusal(
  config: Partial<ExchangeConfig>,
  pending: Promise<ReceivedCode> = verified(),
): Promise<FullscriptError> {
  const code = await pending;
  try {
    await exchange(config, pending);
  } catch (error) {
    if (error instanceof FullscriptError) {
      const told = `${error.stack} ${error.message} ${JSON.stringify(error)} ${String(error.cause)}`;
      expect(told).not.toContain(CODE);
      expect(told).not.toContain(code.transaction.nonce);
      return error;
    }
    throw error;
  }
  throw new Error("was not refused");
}

describe("exchangeCode", () => {
  it("posts code, state and redirect URI, to its own origin's cookies and without a referrer", async () => {
    const fetch = endpoint(() => Response.json({ connected: true }));
    const pending = verified();
    expect(await exchange({ fetch }, pending)).toEqual({ connected: true });
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe("/api/fullscript/connection");
    expect(init).toMatchObject({
      method: "POST",
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
      redirect: "manual",
    });
    expect(JSON.parse(init!.body as string)).toEqual({
      code: CODE,
      state: (await pending).transaction.state,
      redirect_uri: `${ORIGIN}/fullscript/callback`,
    });
    const headers = new Headers(init!.headers);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.has("idempotency-key")).toBe(false);
  });

  it("sends the host's headers and its credentials", async () => {
    const fetch = endpoint(() => Response.json({}));
    await exchange(
      {
        fetch,
        credentials: "include",
        headers: async () => ({ "x-csrf": "t", "content-type": "text/plain" }),
      },
      verified(CODE, "user-7"),
    );
    await exchange({ fetch, headers: [["x-csrf", "u"]] });
    const [first, second] = fetch.mock.calls.map(([, init]) => init!);
    expect(first!.credentials).toBe("include");
    expect(new Headers(first!.headers).get("x-csrf")).toBe("t");
    expect(new Headers(first!.headers).get("content-type")).toBe("application/json");
    expect(JSON.parse(second!.body as string)).not.toHaveProperty("subject");
    expect(new Headers(second!.headers).get("x-csrf")).toBe("u");
  });

  it("asks a function of the environment that the user left for", async () => {
    const fetch = endpoint(() => Response.json({}));
    await exchange({ fetch, endpoint: (environment) => `/api/${JSON.stringify(environment)}` });
    expect(fetch.mock.calls[0]![0]).toBe('/api/"us-snd"');
  });

  it("sends an idempotent endpoint one key for each code of each transaction", async () => {
    const fetch = endpoint(() => Response.json({}));
    const { state } = createAuthorizationRequest(CONFIG, {}, browser);
    const code = received(CODE, state, browser);
    for (const each of [code, code, received("other", state, browser), verified("other")])
      await exchange({ fetch, idempotent: true }, each);
    const keys = fetch.mock.calls.map(([, init]) => new Headers(init!.headers).get("idempotency-key"));
    expect(keys[0]).toMatch(/^"[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}"$/);
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  it("takes 204 as a connection without data", async () => {
    expect(await exchange({ fetch: endpoint(() => new Response(null, { status: 204 })) })).toBeUndefined();
  });

  const json =
    (status: number, body: unknown, headers = {}) =>
    () =>
      Response.json(body, { status, headers });
  const html = (status: number) => () =>
    new Response("<!doctype html><title>Sign in</title>", { status, headers: { "content-type": "text/html" } });

  it.each([
    ["400 invalid_grant", json(400, { error: "invalid_grant", error_description: "used" }), "code_rejected", false],
    ["400 invalid_request", json(400, { error: "invalid_request" }), "exchange_rejected", false],
    ["400 without a body", () => new Response(null, { status: 400 }), "exchange_rejected", false],
    ["401", json(401, { error: "unauthorized" }), "exchange_unauthorized", true],
    ["401 invalid_grant", json(401, { error: "invalid_grant" }), "code_rejected", false],
    ["403 as JSON", json(403, {}), "exchange_unauthorized", true],
    ["403 as a web page", html(403), "exchange_rejected", false],
    ["403 for a page of another origin", json(403, { error: "access_denied" }), "exchange_rejected", false],
    ["404", json(404, {}), "exchange_rejected", false],
    ["404 as a web page", html(404), "exchange_rejected", false],
    ["409 subject_mismatch", json(409, { error: "subject_mismatch" }), "subject_mismatch", false],
    ["409", json(409, {}), "exchange_rejected", false],
    ["400 subject_mismatch", json(400, { error: "subject_mismatch" }), "exchange_rejected", false],
    ["422", json(422, { error: "idempotency_key_reused" }), "exchange_rejected", false],
    ["429", json(429, {}), "exchange_unavailable", true],
    ["500", json(500, {}), "exchange_unavailable", false],
    ["500 as a web page", html(500), "exchange_unavailable", false],
    ["502", html(502), "exchange_unavailable", false],
    ["503", json(503, {}), "exchange_unavailable", true],
    ["504", html(504), "exchange_unavailable", false],
    ["200 as a web page", html(200), "exchange_rejected", false],
    ["200 with nothing", () => new Response(""), "exchange_rejected", false],
    [
      "a redirect",
      () =>
        Object.defineProperties(new Response(null), {
          status: { value: 0 },
          ok: { value: false },
          type: { value: "opaqueredirect" },
        }),
      "exchange_unauthorized",
      false,
    ],
    ["no answer", () => Promise.reject(new TypeError(`Failed to fetch ${CODE}`)), "exchange_interrupted", false],
    [
      "an answer that breaks off",
      () => new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("reset")) })),
      "exchange_interrupted",
      false,
    ],
  ])("tells %s", async (_, answer, code, retryable) => {
    expect(await refusal({ fetch: endpoint(answer) })).toMatchObject({ code, retryable });
  });

  it.each([
    ["500", json(500, {}), true],
    ["502", html(502), true],
    ["no answer", () => Promise.reject(new TypeError("x")), true],
    ["200 as a web page", html(200), false],
    ["400 invalid_grant", json(400, { error: "invalid_grant" }), false],
  ])("may present the code again after %s where the endpoint is idempotent", async (_, answer, retryable) => {
    expect(await refusal({ fetch: endpoint(answer), idempotent: true })).toMatchObject({ retryable });
  });

  it("keeps what the server said, cut to size", async () => {
    const said = await refusal({
      fetch: endpoint(json(400, { error: "e".repeat(1_000), error_description: "d".repeat(1_000) })),
    });
    expect(said.status).toBe(400);
    expect(said.error).toHaveLength(200);
    expect(said.errorDescription).toHaveLength(500);
    const odd = await refusal({ fetch: endpoint(json(400, { error: 1, error_description: {} })) });
    expect(odd.error).toBeUndefined();
    expect(odd.errorDescription).toBeUndefined();
    expect((await refusal({ fetch: endpoint(json(400, "text")) })).error).toBeUndefined();
  });

  it("says of a web page in the place of JSON that it is none", async () => {
    expect((await refusal({ fetch: endpoint(html(404)) })).message).toContain("answered 404 without JSON.");
    expect((await refusal({ fetch: endpoint(json(404, {})) })).message).toContain("answered 404.");
  });

  it.each([
    ["7", 7_000],
    ["0", 0],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    [new Date(NOW - 90_000).toUTCString(), 0],
    [new Date(NOW + 90_000).toISOString(), 90_000],
    ["Sun Nov  6 08:49:37 2094", expect.any(Number)],
    ["soon", undefined],
    ["-1", expect.toSatisfy((value) => value === 0 || value === undefined)],
  ])("reads Retry-After: %s", async (value, expected) => {
    expect((await refusal({ fetch: endpoint(json(503, {}, { "retry-after": value })) })).retryAfterMs).toEqual(
      expected,
    );
  });

  it.each([0, -1, NaN])("refuses %d for timeoutMs before anything is sent", async (timeoutMs) => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    expect(await refusal({ fetch, timeoutMs })).toMatchObject({ code: "misconfigured", retryable: false });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("gives up after timeoutMs, which it does not wait for otherwise", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const hang = vi.fn<typeof fetch>(
      (_, init) =>
        new Promise((_, reject) =>
          init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason as Error)),
        ),
    );
    const refused = refusal({ fetch: hang, timeoutMs: 5_000 });
    while (hang.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(hang.mock.calls[0]![1]!.signal!.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await refused).toMatchObject({
      code: "exchange_interrupted",
      message: expect.stringContaining("5000 ms") as string,
    });

    await exchange({ fetch: endpoint(() => Response.json({})) });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits for a body that does not end no longer than for an answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const endless = vi.fn<typeof fetch>(async (_, init) => {
      const body = new ReadableStream({
        start: (stream) => init!.signal!.addEventListener("abort", () => stream.error(init!.signal!.reason)),
      });
      return new Response(body);
    });
    const refused = refusal({ fetch: endless, timeoutMs: 5_000 });
    while (endless.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await refused).code).toBe("exchange_interrupted");
  });

  it("takes a timeout that is longer than any timer", async () => {
    const fetch = endpoint(
      () => new Promise((resolve) => setTimeout(() => resolve(Response.json({ slow: true })), 20)),
    );
    expect(await exchange({ fetch, timeoutMs: Infinity })).toEqual({ slow: true });
  });

  it("waits no longer than timeoutMs for functions of the host that never end", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const fetch = endpoint(() => Response.json({}));
    const headers = vi.fn(() => new Promise<HeadersInit>(() => undefined));
    const unsent = refusal({ fetch, headers, timeoutMs: 5_000 });
    while (headers.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await unsent).toMatchObject({ code: "exchange_unreachable", retryable: true });
    expect(fetch).not.toHaveBeenCalled();

    const deaf = vi.fn<typeof globalThis.fetch>(() => new Promise(() => undefined));
    const interrupted = refusal({ fetch: deaf, timeoutMs: 5_000 });
    while (deaf.mock.calls.length === 0) await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await interrupted).toMatchObject({ code: "exchange_interrupted", retryable: false });
  });

  it("names the user who left", async () => {
    const fetch = endpoint(() => Response.json({}));
    await exchange({ fetch }, verified(CODE, "user-7"));
    expect(JSON.parse(fetch.mock.calls[0]![1]!.body as string)).toMatchObject({ subject: "user-7" });
  });

  it("sends nothing if the headers cannot be computed", async () => {
    const fetch = endpoint(() => Response.json({}));
    const headers = () => Promise.reject(new Error(`token for ${CODE}`));
    expect(await refusal({ fetch, headers })).toMatchObject({ code: "exchange_unreachable", retryable: true });
    expect(await refusal({ fetch, headers: { "bad header": "x" } })).toMatchObject({ code: "exchange_unreachable" });
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([[""], [() => ""]])("sends nothing where there is no endpoint: %j", async (empty) => {
    const fetch = endpoint(() => Response.json({}));
    expect(await refusal({ fetch, endpoint: empty })).toMatchObject({ code: "misconfigured" });
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("retryDelayMs", () => {
  it("grows, is jittered, has a limit, and is never sooner than the endpoint asked for", () => {
    const unavailable = new FullscriptError("exchange_unavailable", "503");
    const delays = Array.from({ length: 8 }, (_, failures) => retryDelayMs(failures, unavailable, browser));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(600_000),
        (failures, random, retryAfterMs) => {
          const delay = retryDelayMs(failures, new FullscriptError("exchange_unavailable", "503", { retryAfterMs }), {
            ...browser,
            random: () => random,
          });
          expect(delay).toBeGreaterThanOrEqual(Math.max(retryAfterMs, 500));
          expect(delay).toBeLessThanOrEqual(Math.max(retryAfterMs, 45_000));
        },
      ),
    );
  });
});
