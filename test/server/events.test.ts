// @vitest-environment node
import { describe, expect, it } from "vitest";
import { CONNECTED, createHost, exchange, grant, inTurn, ORIGIN, refuse } from "./host";

const ADA = { id: "dr-ada" };
const refused = refuse(400, { error: "invalid_grant" });

describe("onEvent", () => {
  it("reports each step of a connection once, with the user and the time", async () => {
    const host = createHost({ serve: inTurn(grant(), grant(), refused, refused, grant()) });
    const { clock, handler } = host;
    const start = clock.now;
    await host.post();
    await host.post();
    clock.now += 7_200_000;
    await handler.getAccessToken(ADA);
    await handler.getAccessToken(ADA);
    clock.now += 7_200_000;
    await handler.getAccessToken(ADA).catch(() => undefined);
    await handler.getAccessToken(ADA).catch(() => undefined);
    await host.post(exchange({ code: "hush-2" }));
    await host.post(exchange({ code: "hush-3" }));
    await host.send("DELETE");
    await host.send("DELETE");
    await host.send("GET");
    expect(host.events).toEqual([
      { type: "connected", userId: "dr-ada", at: start },
      { type: "refreshed", userId: "dr-ada", at: start + 7_200_000 },
      { type: "reconnect-needed", userId: "dr-ada", at: start + 14_400_000 },
      { type: "refused", userId: "dr-ada", at: start + 14_400_000 },
      { type: "connected", userId: "dr-ada", at: start + 14_400_000 },
      { type: "disconnected", userId: "dr-ada", at: start + 14_400_000 },
    ]);
  });

  it("reports that a signed-in user's request was refused", async () => {
    const host = createHost();
    await host.post(exchange({ subject: "dr-bob" }));
    await host.post();
    await host.post(exchange(), { "X-User": "dr-bob" });
    await host.send("DELETE", { Origin: ORIGIN }, "?subject=dr-bob");
    expect(host.events.map(({ type, userId }) => [type, userId])).toEqual([
      ["refused", "dr-ada"],
      ["connected", "dr-ada"],
      ["refused", "dr-bob"],
      ["refused", "dr-ada"],
    ]);
  });

  it("tells nothing if nothing is known or nothing happened", async () => {
    const host = createHost({ serve: refuse(503) });
    await host.post(exchange(), { "X-User": "nobody" });
    await host.post(exchange(), { Origin: "https://evil.example" });
    await host.post();
    expect(host.events).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("disk full"))],
    ["never ends", () => new Promise(() => undefined)],
  ])("changes no answer if it %s, and neither does onError", async (_, log) => {
    const host = createHost({ onEvent: log, onError: log, serve: inTurn(grant(), refuse(401)) });
    expect((await host.post()).status).toBe(200);
    expect((await host.send("DELETE")).status).toBe(500);
    // An unhandled rejection would fail this test, as it would end Node's process.
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

describe("requiredScopes", () => {
  const requiredScopes = ["patients:read", "patients:write", "clinic:read"];
  const missing = { ...CONNECTED, reconnect: true, missing_scopes: ["patients:write", "clinic:read"] };

  it("adds the missing scopes to a connection that works, on GET and POST", async () => {
    const host = createHost({ requiredScopes });
    expect(await (await host.post()).json()).toEqual(missing);
    expect(await (await host.send("GET")).json()).toEqual(missing);
    expect(await (await host.post()).json()).toEqual(missing);
    expect(await host.handler.getAccessToken(ADA)).toBe("hush-access-1");
  });

  it.each([
    ["all are granted", "clinic:read  patients:write patients:read other"],
    ["the server did not name the scope", undefined],
  ])("adds nothing if %s", async (_, scope) => {
    const host = createHost({ requiredScopes, serve: grant({ scope }) });
    expect(await (await host.post()).json()).toEqual(CONNECTED);
  });

  it("misses all if nothing was granted, and takes no part of a scope for the whole", async () => {
    const host = createHost({
      requiredScopes: ["read"],
      serve: inTurn(grant({ scope: "" }), grant({ scope: "reader" })),
    });
    for (const code of ["hush-1", "hush-2"])
      expect(await (await host.post(exchange({ code }))).json()).toMatchObject({ missing_scopes: ["read"] });
  });

  it("says nothing of scopes once the connection has ended", async () => {
    const host = createHost({ requiredScopes, serve: grant({ refresh_token: null }) });
    await host.post();
    host.clock.now += 7_200_000;
    expect(await (await host.send("GET")).json()).toEqual({ ...CONNECTED, connected: false, reconnect: true });
  });
});
