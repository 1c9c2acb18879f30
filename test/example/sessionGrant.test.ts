// @vitest-environment node
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Example, startExample } from "../../example/server";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { fetch } from "../sandbox/localFetch";
import { authorize, CALLBACK, CLIENT } from "../sandbox/start";

const PATH = "/api/fullscript/session-grant";
let sandbox: Sandbox;
let clinic: Example;

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    redirectUris: [CALLBACK],
  });
  clinic = await startExample({
    port: 0,
    dataFolder: "memory",
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    redirectUri: CALLBACK,
    ...sandbox.endpoints,
    log: () => undefined,
  });
}, 60_000);
afterAll(async () => {
  await clinic.close();
  await sandbox.close();
});

// The clinic, which runs in this process, calls the sandbox.
beforeEach(() => vi.stubGlobal("fetch", fetch));

const send = (path: string, headers: Record<string, string> = {}, body = "{}") =>
  fetch(clinic.origin + path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body });

it("gets a session grant with the connection of the signed-in user, for the browser to mount the embed", async () => {
  const Cookie = (await fetch(clinic.origin)).headers.getSetCookie()[0]!.split(";")[0]!;
  expect((await send(PATH)).status).toBe(401);
  expect((await send(PATH, { Cookie, "Content-Type": "text/plain" })).status).toBe(415);
  const before = await send(PATH, { Cookie });
  expect([before.status, await before.json()]).toEqual([409, { error: "reconnect" }]);

  const body = JSON.stringify({ code: await authorize(sandbox), state: "fsc1.state", redirect_uri: CALLBACK });
  const Origin = new URL(CALLBACK).origin;
  expect((await send("/api/fullscript/connection", { Cookie, Origin }, body)).status).toBe(200);
  const grant = await send(PATH, { Cookie });
  expect([grant.status, grant.headers.get("cache-control")]).toEqual([200, "no-store"]);
  // Two members and no others: no access token, and nothing of the account.
  expect(await grant.json()).toEqual({
    secret_token: expect.stringMatching(/^[\w-]{43}$/) as string,
    expires_at: expect.any(String) as string,
  });

  sandbox.revoke();
  const after = await send(PATH, { Cookie });
  expect([after.status, await after.json()]).toEqual([409, { error: "reconnect" }]);
});
