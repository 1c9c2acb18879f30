// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { callEndpoint } from "../../../src/core/endpointRequest";
import { createTestBrowser } from "../testBrowser";

const browser = createTestBrowser();

describe("callEndpoint", () => {
  it.each(["GET", "DELETE"] as const)(
    "sends %s without a body, a type or a key, with the host's headers",
    async (method) => {
      const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json({ connected: false }));
      expect(await callEndpoint(method, { endpoint: "/api", headers: { "x-csrf": "t" }, fetch }, browser)).toEqual({
        connected: false,
      });
      const [url, init] = fetch.mock.calls[0]!;
      expect(url).toBe("/api");
      expect(init).toMatchObject({
        method,
        credentials: "same-origin",
        redirect: "manual",
        referrerPolicy: "no-referrer",
      });
      expect(init).not.toHaveProperty("body");
      expect([...new Headers(init!.headers)]).toEqual([["x-csrf", "t"]]);
    },
  );

  it("uses the page's fetch if the host passes none", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(1));
    expect(await callEndpoint("GET", { endpoint: "/api" }, { ...browser, fetch })).toBe(1);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("has no URL if the endpoint is a function and the environment is unknown", async () => {
    const endpoint = vi.fn(() => "/api");
    await expect(callEndpoint("GET", { endpoint }, browser)).rejects.toMatchObject({
      code: "misconfigured",
    });
    expect(endpoint).not.toHaveBeenCalled();
  });

  it.each([
    ["among its names", { clientSecret: "s3cr3t" }],
    ["among its names, whatever it is called", { MY_SECRET: "s3cr3t" }],
    ["among its names, where another word follows", { clientSecretArn: "s3cr3t" }],
    ["in the URL", { endpoint: "/api?client_secret=s3cr3t" }],
    ["in the URL, written together", { endpoint: () => "/api?clientSecret=s3cr3t", environment: "us" as const }],
  ])("sends nothing where the configuration holds a secret: %s", async (_, secret) => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    const refused = callEndpoint("GET", { endpoint: "/api/secretary", fetch, ...secret }, browser);
    await expect(refused).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("client secret") as string,
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining("s3cr3t") as string });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("takes no other word for a secret", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(1));
    expect(await callEndpoint("GET", { endpoint: "/api/secretary", fetch, ...{ secretaryId: "7" } }, browser)).toBe(1);
  });

  it("leaves no timer behind, however it ends", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const call = (fetch: typeof globalThis.fetch) => callEndpoint("GET", { endpoint: "/api", fetch }, browser);
    await call(async () => Response.json({}));
    await expect(call(() => Promise.reject(new TypeError("lost")))).rejects.toMatchObject({
      code: "exchange_interrupted",
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["out of time", "No answer came within 5000 ms"],
    ["cut off", "The connection to the endpoint failed"],
  ])("says why no answer was seen: %s", async (what, message) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const fetch = () =>
      what === "cut off" ? Promise.reject(new TypeError("reset")) : new Promise<Response>(() => undefined);
    const failed = expect(
      callEndpoint("GET", { endpoint: "/api", fetch, timeoutMs: 5_000 }, browser),
    ).rejects.toMatchObject({
      code: "exchange_interrupted",
      message: expect.stringMatching(new RegExp(`^${message}`)) as string,
    });
    await vi.advanceTimersByTimeAsync(5_000);
    await failed;
  });
});
