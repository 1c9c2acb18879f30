// @vitest-environment node
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Example, startExample } from "../../example/server";

// The real one, from before the setup refuses the network: what is asked here is served here.
const { fetch } = globalThis;
const SECRET = "a-client-secret-that-nobody-may-see";
const ENDPOINT = "/api/fullscript/connection";

let clinic: Example;
const lines: string[] = [];

beforeAll(async () => {
  clinic = await startExample({
    port: 0,
    dataFolder: "memory",
    clientId: "the-client-id",
    clientSecret: SECRET,
    log: (line) => lines.push(line),
  });
}, 60_000);
afterAll(() => clinic.close());
beforeEach(() => {
  lines.length = 0;
});

const get = (path: string, init?: RequestInit) => fetch(clinic.origin + path, init);

/** The session's cookie, from a first visit. */
async function visit(path = "/"): Promise<{ Cookie: string }> {
  return { Cookie: cookieOf(await get(path)) };
}

function cookieOf({ headers }: Response): string {
  return headers.getSetCookie()[0]!.split(";")[0]!;
}

describe("pages", () => {
  it.each(["/", "/integrations", "/patients", "/patients/42", "/fullscript/callback?code=c&state=s", "/nothing/here"])(
    "serves %s on reload",
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<div id="root">');
      expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
      expect(response.headers.get("Content-Security-Policy")).toContain(
        `frame-ancestors http://127.0.0.1:${clinic.port}`,
      );
    },
  );

  it("serves the page of another site, under that site's name alone", async () => {
    const other = await fetch(`http://127.0.0.1:${clinic.port}/ehr`);
    expect(await other.text()).toContain(`<iframe src="${clinic.origin}/patients/42"`);
    expect(other.headers.get("Content-Security-Policy")).toContain(`frame-src ${clinic.origin};`);
    expect((await get("/ehr", { redirect: "manual" })).headers.get("Location")).toBe(
      `http://127.0.0.1:${clinic.port}/ehr`,
    );
  });

  it("can be reached by either name of this machine, and by no other", async () => {
    const statusAs = (host: string) =>
      new Promise((resolve) => {
        request({ host: "127.0.0.1", port: clinic.port, path: "/api/session", headers: { host } }, (response) =>
          resolve(response.resume().statusCode),
        ).end();
      });
    expect(await statusAs(`localhost:${clinic.port}`)).toBe(200);
    expect(await statusAs(`127.0.0.1:${clinic.port}`)).toBe(200);
    expect(await statusAs("rebound.example")).toBe(403);
  });
});

describe("the client secret", () => {
  it("is in nothing that the front end is made of", async () => {
    const seen = new Map<string, string>();
    const crawl = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.set(path, "");
      const response = await get(path, { headers: { Accept: path === "/" ? "text/html" : "*/*" } });
      const text = await response.text();
      seen.set(path, text);
      if (!/html|javascript/.test(response.headers.get("Content-Type") ?? "")) return;
      const found = text.matchAll(/(?:from |import ?\(?|(?:src|href)=)["'](\/[^"']+)["']/g);
      await Promise.all(Array.from(found, ([, module]) => crawl(module!)));
    };
    await crawl("/");

    const paths = [...seen.keys()];
    expect(paths).toEqual(expect.arrayContaining(["/main.tsx", "/fullscript.ts", "/pages/CallbackPage.tsx"]));
    expect(paths.some((path) => path.includes("/dist/index.js"))).toBe(true);
    expect(paths.length).toBeGreaterThan(50);
    expect([...seen.values()].some((text) => text.includes("the-client-id"))).toBe(true);
    expect(paths.filter((path) => seen.get(path)!.includes(SECRET))).toEqual([]);
  });

  it.each(["backend/settings.ts", "server.ts", ".data/encryption.key", "start.env"])(
    "cannot be looked for in example/%s",
    async (file) => {
      // Vite says what it refused.
      for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockReturnValue();
      const absolute = new URL(`../../example/${file}`, import.meta.url).pathname;
      for (const path of [
        `/${file}`,
        `/../${file}`,
        `/%2e%2e/${file}`,
        `/@fs${absolute}`,
        `/@fs${absolute}?raw`,
        `/@fs${absolute}?import&raw`,
        `/@fs${absolute}?url&inline`,
      ]) {
        const response = await get(path);
        expect(await response.text(), path).not.toMatch(/readSettings|TSX_TSCONFIG_PATH|startExample\(/);
        expect(response.ok && !response.headers.get("Content-Type")?.includes("text/html"), path).toBe(false);
      }
    },
  );
});

describe("the session", () => {
  it("starts on a first visit, in a cookie that no script reads", async () => {
    const [cookie] = (await get("/")).headers.getSetCookie();
    expect(cookie).toMatch(/^quillwood_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    const response = await get(ENDPOINT, { headers: await visit() });
    expect(await response.json()).toEqual({ connected: false });
  });

  it("is needed", async () => {
    for (const path of [ENDPOINT, "/api/patients", "/api/patients/42"]) expect((await get(path)).status).toBe(401);
  });

  it("ends at signing out, and a reload brings nobody back", async () => {
    const headers = await visit();
    const signedOut = { Cookie: cookieOf(await get("/api/session", { method: "DELETE", headers })) };
    for (const cookies of [headers, signedOut]) expect((await get(ENDPOINT, { headers: cookies })).status).toBe(401);
    expect((await get("/integrations", { headers: signedOut })).headers.getSetCookie()).toEqual([]);
  });

  it("changes to another practitioner of the clinic, and to nobody else", async () => {
    const headers = { ...(await visit()), "Content-Type": "application/json" };
    const signInAs = (practitionerId: string) =>
      get("/api/session", { method: "POST", headers, body: JSON.stringify({ practitionerId }) });
    const { practitioners } = (await (await get("/api/session")).json()) as { practitioners: { id: string }[] };
    expect(await (await signInAs(practitioners[1]!.id)).json()).toMatchObject({ practitioner: practitioners[1] });
    expect((await signInAs("u_else")).status).toBe(400);
    expect((await get("/api/session", { method: "POST", body: "practitionerId=u_else" })).status).toBe(415);
  });
});

describe("the API", () => {
  it("answers JSON for what it does not know", async () => {
    const response = await get("/api/nothing.json");
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: "not_found" });
  });

  it("refuses a code that another site's page brings", async () => {
    const headers = { ...(await visit()), "Content-Type": "application/json", Origin: "http://localhost:1" };
    expect((await get(ENDPOINT, { method: "POST", headers, body: "{}" })).status).toBe(403);
  });

  it("logs a line for a request, without its query string", async () => {
    await get("/fullscript/callback?code=a-code&state=a-state");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/ GET \/fullscript\/callback 200 \d+ ms$/);
  });
});
