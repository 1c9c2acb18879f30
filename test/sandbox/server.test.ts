// @vitest-environment node
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { startSandbox } from "../../sandbox/index";
import { fetch } from "./localFetch";
import { authorizeUrl, CALLBACK, start } from "./start";
import { Visitor } from "./Visitor";

const OPTIONS = { port: 0, clientId: "clinic", clientSecret: "clinic-secret", redirectUris: [CALLBACK] };

describe("starting and stopping", () => {
  it("takes a free port of this machine and names it by localhost", async () => {
    const sandbox = await start();
    expect(sandbox.origin).toBe(`http://localhost:${sandbox.port}`);
    expect((await fetch(`http://127.0.0.1:${sandbox.port}/`)).status).toBe(200);
  });

  it("cannot be reached from the network", async () => {
    const sandbox = await start();
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === "IPv4" && !address.internal);
    const refused = await new Promise((resolve) => {
      // Where the machine has no network, another address of the loopback interface shows the same.
      connect(sandbox.port, outside?.address ?? "127.0.0.2")
        .on("error", () => resolve(true))
        .on("connect", () => resolve(false));
    });
    expect(refused).toBe(true);
  });

  it("says what to do when the port is taken", async () => {
    const { port } = await start();
    await expect(startSandbox({ ...OPTIONS, port })).rejects.toThrow(
      new RegExp(`Port ${port} is already in use.*SANDBOX_PORT`),
    );
  });

  it("frees the port, though a connection is kept alive and a request hangs", async () => {
    const sandbox = await startSandbox(OPTIONS);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await new Promise((resolve) => get(sandbox.origin, { agent }, (response) => response.resume().on("end", resolve)));
    sandbox.switches.set({ tokenFailure: "hang" });
    const hanging = fetch(sandbox.endpoints.tokenEndpoint, { method: "POST", body: "{}" });
    const cut = expect(hanging).rejects.toThrow();
    await expect.poll(() => sandbox.log.entries().length).toBe(1);
    await sandbox.close();
    await cut;
    await (await startSandbox({ ...OPTIONS, port: sandbox.port })).close();
  });

  it.each<[string, Partial<typeof OPTIONS>, RegExp]>([
    ["no client id", { clientId: "" }, /clientId/],
    ["no client secret", { clientSecret: "" }, /clientSecret/],
    ["no redirect URI", { redirectUris: [] }, /at least one redirect URI/],
    ["a relative redirect URI", { redirectUris: ["/callback"] }, /absolute/],
    ["a redirect URI with a fragment", { redirectUris: [`${CALLBACK}#x`] }, /fragment/],
    ["a redirect URI outside ASCII", { redirectUris: ["http://localhost/ü"] }, /percent-encoded/],
  ])("refuses %s", async (_, options, message) => {
    await expect(startSandbox({ ...OPTIONS, ...options })).rejects.toThrow(message);
  });
});

describe("the host name", () => {
  const statusAs = (port: number, host: string, path = "/") =>
    new Promise((resolve) => {
      get({ host: "127.0.0.1", port, path, headers: { host } }, (response) => resolve(response.resume().statusCode));
    });

  it("can be any name of this machine, and no other, so that no page reaches the sandbox by DNS rebinding", async () => {
    const { port } = await start();
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, "localhost"])
      expect(await statusAs(port, host), host).toBe(200);
    for (const host of [
      "rebound.example",
      `rebound.example:${port}`,
      "localhost.rebound.example",
      "127.0.0.1.example",
    ]) {
      for (const path of ["/", "/sandbox/log", "/api/oauth/authorize"])
        expect(await statusAs(port, host, path), host).toBe(403);
    }
  });
});

describe("signing out", () => {
  it("takes a form of the sandbox's own page: another site's link or image signs nobody out", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    expect((await visitor.open(`${sandbox.origin}/sign-out`)).status).toBe(404);
    const init = { method: "POST", headers: { "Sec-Fetch-Site": "cross-site" } };
    expect((await visitor.open(`${sandbox.origin}/sign-out`, init)).status).toBe(403);
    const home = await visitor.open(sandbox.origin);
    expect(home.html).toContain("Signed in as");
    expect((await visitor.press(home, "Sign out")).html).toContain("<h1>Sign in to Fullscript</h1>");
    expect((await visitor.open(sandbox.origin)).html).toContain("Nobody is signed in");
  });
});

describe("the pages", () => {
  it("keep the session in a cookie that no script reads and no other port shares by name", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const signIn = await visitor.open(authorizeUrl(sandbox));
    await visitor.press(signIn, "Sign in");
    expect([...visitor.cookies.keys()]).toEqual([`fullscript_sandbox_session_${sandbox.port}`]);
    const response = await fetch(`${sandbox.origin}/sign-in`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ email: "a@example.com", password: "x" }),
    });
    expect(response.headers.get("set-cookie")).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it("refuse a form that another origin submits, even one on another port of localhost", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    const form = {
      method: "POST",
      body: new URLSearchParams({ request: new URL(consent.url).search.slice(1), decision: "authorize" }),
    };
    for (const from of ["same-site", "cross-site"]) {
      const page = await visitor.open(sandbox.endpoints.authorizationEndpoint, {
        ...form,
        headers: { "Sec-Fetch-Site": from },
      });
      expect([page.status, page.headers.has("location")]).toEqual([403, false]);
    }
    const own = await visitor.open(sandbox.endpoints.authorizationEndpoint, {
      ...form,
      headers: { "Sec-Fetch-Site": "same-origin" },
    });
    expect(own.url.searchParams.has("code")).toBe(true);
  });

  it.each(["/", "/sign-in", "/sign-up", "/nowhere", "/api/oauth/authorize"])(
    "are English, titled, with one h1, no script and the note of being a stand-in: %s",
    async (path) => {
      const sandbox = await start();
      const { html } = await new Visitor().open(sandbox.origin + path);
      expect(html).toContain('<html lang="en">');
      expect(html).toMatch(/<title>.+ · Fullscript sandbox<\/title>/);
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).not.toContain("<script");
      expect(html).toContain("nothing leaves this machine");
    },
  );

  it("bring their own style and icon", async () => {
    const sandbox = await start();
    const [styles, icon] = await Promise.all([
      fetch(`${sandbox.origin}/sandbox/styles.css`),
      fetch(`${sandbox.origin}/sandbox/icon.svg`),
    ]);
    expect([styles.headers.get("content-type"), icon.headers.get("content-type")]).toEqual([
      "text/css; charset=utf-8",
      "image/svg+xml",
    ]);
  });

  it("answer 404 for unknown paths", async () => {
    const sandbox = await start();
    expect((await new Visitor().open(`${sandbox.origin}/nowhere`)).status).toBe(404);
  });
});
