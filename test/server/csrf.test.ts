// @vitest-environment node
import { describe, expect, it } from "vitest";
import { createHost, ENDPOINT, exchange, type Host, ORIGIN, SECRET } from "./host";

/**
 * What a page of someone else's can make the browser of a signed-in user send, cookies and all. None of it may present a code, take
 * a connection back, or be readable over there.
 */
const EVIL = "https://evil.example";
const good = JSON.stringify(exchange({ code: `${SECRET}-theirs` }));

/** By Fetch's rules: what a browser adds, and no page can change. */
const SENDERS: [string, Record<string, string>][] = [
  ["another site", { Origin: EVIL, "Sec-Fetch-Site": "cross-site" }],
  ["another site, in a browser without Sec-Fetch-Site", { Origin: EVIL }],
  ["a sandboxed frame", { Origin: "null", "Sec-Fetch-Site": "cross-site" }],
  ["a subdomain", { Origin: "https://evil.clinic.example", "Sec-Fetch-Site": "same-site" }],
  ["the same host by http", { Origin: "http://clinic.example", "Sec-Fetch-Site": "cross-site" }],
  ["another port", { Origin: `${ORIGIN}:8443`, "Sec-Fetch-Site": "same-site" }],
  ["an old browser that sends neither", {}],
  ["a page with no-referrer that only its Referer would tell", { Referer: `${ORIGIN}/integrations` }],
  ["no page at all", { "Sec-Fetch-Site": "none" }],
];

const multipart = `--b\r\nContent-Disposition: form-data; name="code"\r\n\r\n${SECRET}-theirs\r\n--b--\r\n`;
const plain = `${good.slice(0, -1)},"x":"="}`;

/** The attempts: forms in their three encodings, what goes without a preflight, and what would need one and is sent all the same. */
const ATTEMPTS: [string, string, Record<string, string>, string | undefined][] = [
  ["a form", "POST", { "Content-Type": "application/x-www-form-urlencoded" }, `code=${SECRET}-theirs&state=x`],
  ["a form with files", "POST", { "Content-Type": "multipart/form-data; boundary=b" }, multipart],
  ["a form of text that is JSON", "POST", { "Content-Type": "text/plain" }, plain],
  ["fetch in mode no-cors", "POST", { "Content-Type": "text/plain;charset=UTF-8" }, good],
  ["a beacon of a Blob without a type", "POST", {}, good],
  ["text that names JSON behind", "POST", { "Content-Type": "text/plain; x=application/json" }, good],
  [
    "a form that says which method it means",
    "POST",
    { "Content-Type": "application/x-www-form-urlencoded", "X-HTTP-Method-Override": "DELETE" },
    "_method=DELETE",
  ],
  ["JSON", "POST", { "Content-Type": "application/json" }, good],
  [
    "JSON with a key and a header that says it is a script's",
    "POST",
    { "Content-Type": "application/json", "Idempotency-Key": '"k"', "X-Requested-With": "XMLHttpRequest" },
    good,
  ],
  ["DELETE", "DELETE", {}, undefined],
  ["DELETE with a body", "DELETE", { "Content-Type": "application/json" }, "{}"],
];

async function connect(): Promise<{ host: ReturnType<typeof createHost>; before: unknown }> {
  const host = createHost();
  await host.post();
  host.calls.length = 0;
  return { host, before: await host.store.readConnection("dr-ada") };
}

describe.each(SENDERS)("from %s", (_, added) => {
  it.each(ATTEMPTS)("%s by %s gets nowhere", async (__, method, headers, body) => {
    const { host, before } = await connect();
    const bytes = body === undefined ? null : new TextEncoder().encode(body);
    const response = await host.handler(
      new Request(ENDPOINT, { method, headers: { ...headers, ...added, Cookie: "session=dr-ada" }, body: bytes }),
    );
    expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([403, "access_denied"]);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect([host.calls, await host.store.readConnection("dr-ada")]).toEqual([[], before]);
    const isStripped = method === "POST" && !("Origin" in added) && !("Sec-Fetch-Site" in added);
    expect(host.errors.map(({ code }) => code)).toEqual(isStripped ? ["misconfigured"] : []);
  });

  it("GET and HEAD change nothing, whatever the URL says, and are not readable there", async () => {
    const { host, before } = await connect();
    const isCrossSite = added["Sec-Fetch-Site"] === "cross-site";
    for (const query of ["", `?code=${SECRET}-theirs&state=x&redirect_uri=x`, "?_method=DELETE", "?method=POST"]) {
      for (const method of ["GET", "HEAD"]) {
        const response = await host.handler(
          new Request(ENDPOINT + query, { method, headers: { ...added, "X-HTTP-Method-Override": "DELETE" } }),
        );
        expect([
          response.status,
          response.headers.get("access-control-allow-origin"),
          response.headers.get("content-type"),
        ]).toEqual([isCrossSite ? 403 : 200, null, "application/json"]);
        if (isCrossSite) expect(await response.text()).not.toContain("owner-1");
      }
    }
    expect([host.calls, await host.store.readConnection("dr-ada")]).toEqual([[], before]);
  });

  it("a preflight from another origin allows nothing", async () => {
    const { host } = await connect();
    const headers = {
      ...added,
      "Access-Control-Request-Method": "DELETE",
      "Access-Control-Request-Headers": "content-type",
    };
    const response = await host.handler(new Request(ENDPOINT, { method: "OPTIONS", headers }));
    expect(response.ok).toBe(false);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

// What the table would not show: that the same requests do get in from the host's own page.
it("and from the own page JSON and DELETE do what they say", async () => {
  const { host } = await connect();
  expect((await host.post(good)).status).toBe(200);
  expect((await host.send("DELETE")).status).toBe(200);
  expect(host.calls.length).toBeGreaterThan(1);
  expect(await host.store.readConnection("dr-ada")).toBeUndefined();
});

describe("a proxy that strips Origin and Sec-Fetch-Site", () => {
  const post = { "Content-Type": "application/json", Cookie: "session=hush", "User-Agent": "hush" };
  const send = (host: Host, headers: Record<string, string>, method = "POST") =>
    host.handler(new Request(ENDPOINT, { method, headers, ...(method === "POST" && { body: good }) }));

  it("is reported once, with the names of the headers that arrived", async () => {
    const host = createHost();
    for (let i = 0; i < 3; i += 1) expect((await send(host, post)).status).toBe(403);
    expect(host.errors).toMatchObject([{ code: "misconfigured" }]);
    expect(host.errors[0]!.message).toMatch(/POST.*Origin.*Sec-Fetch-Site.*content-type, cookie, user-agent/);
  });

  it("is reported in bounded space", async () => {
    const host = createHost();
    await send(host, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-${i}-${"y".repeat(100)}`, "z"])));
    expect(host.errors[0]!.message.length).toBeLessThan(500);
  });

  it("is not what a page of another site looks like, nor a DELETE by hand", async () => {
    const host = createHost();
    for (const header of [{ Origin: EVIL }, { Origin: "null" }, { "Sec-Fetch-Site": "cross-site" }])
      await send(host, { ...post, ...header });
    await send(host, {}, "DELETE");
    expect(host.errors).toEqual([]);
  });
});

describe("the origin of the request's own URL", () => {
  const attempt = (url: string, headers: Record<string, string>, options: Parameters<typeof createHost>[0] = {}) => {
    const init = { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: good };
    return createHost(options).handler(new Request(url, init));
  };

  it.each([
    ["https", "https://other.example/api", "https://other.example"],
    ["loopback", "http://localhost:5173/api", "http://localhost:5173"],
    ["loopback by number", "http://127.0.0.1:5173/api", "http://127.0.0.1:5173"],
  ])("counts on %s", async (_, url, origin) => {
    expect((await attempt(url, { Origin: origin })).status).toBe(200);
    expect((await attempt(url, { Origin: origin, "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
  });

  it.each<[string, string, Record<string, string>]>([
    ["over http, as behind a proxy that ends TLS", "http://clinic.example/api", { Origin: "http://clinic.example" }],
    ["over http with a spoofed Host", "http://evil.example/api", { Origin: "http://evil.example" }],
    [
      "by another scheme of loopback's name",
      "http://localhost.evil.example/api",
      { Origin: "http://localhost.evil.example" },
    ],
    [
      "if the browser says cross-site",
      "https://other.example/api",
      { Origin: "https://other.example", "Sec-Fetch-Site": "cross-site" },
    ],
    [
      "on loopback if the browser says cross-site",
      "http://localhost/api",
      { Origin: "http://localhost", "Sec-Fetch-Site": "cross-site" },
    ],
  ])("does not count %s", async (_, url, headers) => {
    expect((await attempt(url, headers)).status).toBe(403);
  });

  it.each([ORIGIN, "https://app.example"])(
    "does not matter if the page is %s, which the host has chosen",
    async (origin) => {
      const options = { allowedOrigins: ["https://app.example"] };
      for (const site of ["cross-site", "same-site"]) {
        const headers = { Origin: origin, "Sec-Fetch-Site": site };
        expect((await attempt("http://internal/api", headers, options)).status).toBe(200);
        const read = new Request("http://internal/api", { headers });
        expect((await createHost(options).handler(read)).status).toBe(200);
      }
    },
  );
});
