// @vitest-environment node
import { createHash } from "node:crypto";
import { createAuthorizationRequest, type ExchangeConfig } from "react-fullscript-connect/core";
import { CODE_LIFETIME_MS, received } from "./internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { exchangeWithRetries } from "../../../src/core/exchangeWithRetries";
import { CONFIG, createTestBrowser, NOW } from "../testBrowser";

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ["setTimeout", "clearTimeout", "Date"] }));

const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json({}, { status: code, headers });
const ok = () => Response.json({ connected: true });

/** A code that is exchanged with an endpoint that answers so in turn; the last answer stays. */
function repeat(answers: (() => Response)[], config: Partial<ExchangeConfig> = {}) {
  const sha256 = async (text: string) => new Uint8Array(createHash("sha256").update(text).digest());
  const browser = createTestBrowser({ now: () => Date.now(), sha256 });
  const { state } = createAuthorizationRequest(CONFIG, {}, browser);
  const posts: number[] = [];
  const fetch = async () => {
    posts.push(Date.now() - NOW);
    return answers[Math.min(posts.length, answers.length) - 1]!();
  };
  const progress: unknown[] = [];
  const settled = vi.fn();
  const getConfig = () => ({ endpoint: "/api", fetch, ...config });
  received("c", state, browser, NOW)
    .then((code) => exchangeWithRetries(code, getConfig, (...now) => progress.push(now), browser))
    .then(settled, settled);
  return { posts, progress, settled };
}

describe("exchangeWithRetries", () => {
  it("posts once if the first POST is answered", async () => {
    const { posts, progress, settled } = repeat([ok]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posts).toEqual([0]);
    expect(new Set(progress.map((each) => JSON.stringify(each)))).toEqual(new Set(["[1,null]"]));
    expect(settled).toHaveBeenCalledExactlyOnceWith({
      settled: { status: "connected", at: NOW },
      connection: { connected: true },
      replayed: false,
    });
  });

  it("posts again what surely did not happen, later each time, and says for which time it waits", async () => {
    const { posts, progress, settled } = repeat([status(503), status(429), ok]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posts).toEqual([0, 1_000, 3_000]);
    expect(progress.filter((each) => (each as unknown[])[1] === "retry")).toEqual([
      [2, "retry"],
      [3, "retry"],
    ]);
    expect(progress.at(-1)).toEqual([3, undefined]);
    expect(settled.mock.calls).toMatchObject([[{ replayed: false }]]);
  });

  it("gives up after five times", async () => {
    const { posts, settled } = repeat([status(503)]);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(posts).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
    expect(settled.mock.calls).toMatchObject([[{ code: "exchange_unavailable", retryable: true }]]);
  });

  it.each([
    ["400", status(400), {}, 1],
    ["401, for which the user has to do something", status(401), {}, 1],
    ["500, which may have happened", status(500), {}, 1],
    ["500 of an idempotent endpoint", status(500), { idempotent: true }, 5],
  ])("after %s posts as often as it may", async (_, answer, config, times) => {
    const { posts } = repeat([answer], config);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(posts).toHaveLength(times);
  });

  it("waits as long as the endpoint asks, and not at all if the code expires first", async () => {
    const { posts } = repeat([status(503, { "retry-after": "20" }), ok]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posts).toEqual([0, 20_000]);

    const late = repeat([status(503, { "retry-after": String(CODE_LIFETIME_MS / 1_000) })]);
    await vi.advanceTimersByTimeAsync(0);
    expect(late.settled.mock.calls).toMatchObject([[{ code: "exchange_unavailable" }]]);
  });

  it("continues within a second after sleep, and posts no expired code", async () => {
    const { posts, settled } = repeat([status(503, { "retry-after": "500" }), ok]);
    await vi.advanceTimersByTimeAsync(0);
    vi.setSystemTime(NOW + CODE_LIFETIME_MS);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(posts).toEqual([0]);
    expect(settled.mock.calls).toMatchObject([[{ code: "code_expired" }]]);
  });

  it("does not wait for a clock that was set back", async () => {
    const { posts, settled } = repeat([status(503), ok]);
    await vi.advanceTimersByTimeAsync(0);
    vi.setSystemTime(NOW - 3_600_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(posts).toEqual([0]);
    expect(settled.mock.calls).toMatchObject([[{ code: "code_expired" }]]);
  });

  it.each([
    ["RangeError", new RangeError("code c")],
    ["Something that is no error", "code c"],
  ])("tells that the host's own function has thrown without its words: %s", async (name, thrown) => {
    const endpoint = () => {
      throw thrown as Error;
    };
    const { posts, settled } = repeat([ok], { endpoint });
    await vi.advanceTimersByTimeAsync(60_000);
    const [[error]] = settled.mock.calls as [[Error]];
    expect(error).toMatchObject({ code: "misconfigured", retryable: false });
    expect(error).not.toHaveProperty("cause");
    expect(error.message).toMatch(new RegExp(`^${name} was thrown`));
    expect(error.message).not.toContain("code c");
    expect(posts).toEqual([]);
  });
});
