// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const dist = join(import.meta.dirname, "../../dist");

/** What was built, as one script for a runtime that has no modules: `FULLSCRIPT` is its exports. */
async function bundle(): Promise<string> {
  const contents = `export * from "${dist}/server/index.js"; export { createFakeFullscript } from "${dist}/testing/index.js"`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dist },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "FULLSCRIPT",
    platform: "browser",
    target: "es2022",
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

/** Runs inside the runtime: nothing of Node's is in reach but what it shares. */
const LIFE = `
const { createConnectionHandler, createFakeFullscript, createMemoryStore } = FULLSCRIPT;
const fullscript = createFakeFullscript({ redirectUri: "https://clinic.example/fullscript/callback" });
const errors = [];
const store = createMemoryStore();
const createHandler = (timeoutMs) => createConnectionHandler({
  ...fullscript.settings,
  store,
  getUser: (request) => (request.headers.get("cookie") === "session=1" ? { id: "user-1" } : null),
  onError: (error) => errors.push(error.code),
  timeoutMs,
});
const [handler, impatient] = [createHandler(60_000), createHandler(50)];
const send = async (method, headers, body, respond = handler) => {
  const response = await respond(new Request("https://clinic.example/api", { method, headers: { Origin: "https://clinic.example", Cookie: "session=1", ...headers }, body }));
  return response.status + " " + (await response.text());
};
const post = (code, headers, more, respond) =>
  send("POST", { "Content-Type": "application/json", "Idempotency-Key": '"k-' + code + '"', ...headers }, JSON.stringify({ code, state: "fsc1.x", redirect_uri: fullscript.settings.redirectUri, ...more }), respond);

const live = async () => {
  const seen = [];
  const one = fullscript.createCode();
  seen.push(await send("GET"), await post(one), await post(one), await post(one, {}, { state: "fsc1.y" }), await send("GET"));
  fullscript.passTime(7_200_000);
  seen.push(fullscript.isLive(await handler.getAccessToken({ id: "user-1" })));
  seen.push(await send("DELETE"), await send("GET"));
  const [two, three] = [fullscript.createCode(), fullscript.createCode()];
  fullscript.fail("pending");
  seen.push(await post(two, {}, {}, impatient));
  fullscript.fail("unreachable");
  seen.push(await post(three), await post(three));
  seen.push(await post(one, { Origin: "https://evil.example" }), await post(one, { Cookie: "" }), await post("y", {}, { state: "x".repeat(20_000) }), await send("PUT"));
  return JSON.stringify({ seen: seen.map((text) => (typeof text === "string" ? text.replace(/,"error_description":"[^"]*"/, "") : text)), errors, requests: fullscript.requests.map(({ kind, status }) => kind + " " + status) });
};
live();
`;

describe("dist/server/index.js on an edge runtime", () => {
  it("connects, repeats, refreshes, disconnects and refuses with Web APIs alone", async () => {
    const vm = new EdgeVM();
    // The point of this test: none of Node's own is there.
    expect(
      vm.evaluate(
        "[typeof process, typeof Buffer, typeof require, typeof setImmediate, typeof global, typeof window, typeof document]",
      ),
    ).toEqual(Array(7).fill("undefined"));
    vm.evaluate(await bundle());
    const connected = '200 {"connected":true,"resource_owner":{"id":"practitioner-1","type":"Practitioner"}}';
    const none = '200 {"connected":false}';
    expect(JSON.parse(await vm.evaluate<Promise<string>>(LIFE))).toEqual({
      seen: [
        ...[none, connected, connected, '422 {"error":"invalid_request"}', connected, true, none, none],
        ...['400 {"error":"invalid_grant"}', '503 {"error":"temporarily_unavailable"}', connected],
        ...[
          '403 {"error":"access_denied"}',
          '401 {"error":"unauthorized"}',
          '413 {"error":"invalid_request"}',
          '405 {"error":"invalid_request"}',
        ],
      ],
      errors: ["exchange_interrupted", "exchange_unavailable"],
      requests: [
        "authorization_code 200",
        "refresh_token 200",
        "revocation 200",
        "revocation 200",
        "authorization_code null",
        "authorization_code null",
        "authorization_code 200",
      ],
    });
  });

  it("imports nothing from anywhere", () => {
    const text = readFileSync(join(dist, "server/index.js"), "utf8");
    expect([...text.matchAll(/from ["']([^"'.][^"']*)["']/g)].map(([, name]) => name)).toEqual([]);
  });
});
