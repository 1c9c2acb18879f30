// @vitest-environment node
import { expect, it } from "vitest";
import type { Sandbox } from "../../sandbox/index";
import { fetch } from "./localFetch";
import { authorize, exchange, refresh, start, type Tokens, tokensOf } from "./start";
import { Visitor } from "./Visitor";

const OWNER = { id: "6b9f2f0e-3f1d-4c58-9a43-0d1c6a7be001", type: "Practitioner" };

async function connect(sandbox: Sandbox): Promise<Tokens> {
  return tokensOf(await exchange(sandbox, await authorize(sandbox)));
}

const call = (sandbox: Sandbox, token: string | undefined, method: "GET" | "POST", path: string) =>
  fetch(`${sandbox.origin}/api${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
  });
const getClinic = (sandbox: Sandbox, token?: string) => call(sandbox, token, "GET", "/clinic");
const createGrant = (sandbox: Sandbox, token?: string) =>
  call(sandbox, token, "POST", "/clinic/embeddable/session_grants");

it("returns the clinic of the connected account, the same after a restart", async () => {
  const clinics = await Promise.all(
    [1, 2].map(async () => {
      const sandbox = await start();
      const response = await getClinic(sandbox, (await connect(sandbox)).access_token);
      expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
      return response.json() as Promise<unknown>;
    }),
  );
  expect(clinics[0]).toEqual({ id: `clinic-${OWNER.id}`, name: "Clinic of Dr. Maya Rivera" });
  expect(clinics[1]).toEqual(clinics[0]);
});

it("returns a new session grant for two minutes with each call", async () => {
  const sandbox = await start({ now: () => Date.UTC(2026, 0, 1) });
  const { access_token: token } = await connect(sandbox);
  const response = await createGrant(sandbox, token);
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const grant = (await response.json()) as { secret_token: string };
  expect(grant).toEqual({
    id: expect.any(String) as string,
    secret_token: expect.stringMatching(/^[\w-]{43}$/) as string,
    claimed_at: null,
    expires_at: "2026-01-01T00:02:00.000Z",
    user: OWNER,
  });
  expect(((await (await createGrant(sandbox, token)).json()) as typeof grant).secret_token).not.toBe(
    grant.secret_token,
  );
});

it("answers 401 to a token that is missing, unknown, expired or revoked", async () => {
  let time = 0;
  const sandbox = await start({ now: () => time });
  const expectRefusal = async (token?: string) => {
    for (const response of [await getClinic(sandbox, token), await createGrant(sandbox, token)]) {
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(await response.json()).toEqual({ error: "invalid_token" });
    }
  };
  await expectRefusal();
  await expectRefusal("unknown");
  const tokens = await connect(sandbox);
  expect((await getClinic(sandbox, tokens.access_token)).status).toBe(200);
  time = 3 * 60 * 60_000;
  await expectRefusal(tokens.access_token);
  const fresh = await tokensOf(await refresh(sandbox, tokens.refresh_token));
  expect((await getClinic(sandbox, fresh.access_token)).status).toBe(200);
  sandbox.revoke(OWNER.id);
  await expectRefusal(fresh.access_token);
  expect((await refresh(sandbox, fresh.refresh_token)).status).toBe(400);
});

it("logs its calls without a token", async () => {
  const sandbox = await start();
  const { access_token: token } = await connect(sandbox);
  sandbox.log.clear();
  await getClinic(sandbox, token);
  await createGrant(sandbox, token);
  await getClinic(sandbox, "unknown");
  expect(sandbox.log.entries().map(({ method, path, status, outcome }) => [method, path, status, outcome])).toEqual([
    ["GET", "/api/clinic", 200, "clinic"],
    ["POST", "/api/clinic/embeddable/session_grants", 200, "session_grant"],
    ["GET", "/api/clinic", 401, "invalid_token"],
  ]);
  expect(JSON.stringify(sandbox.log.entries())).not.toContain(token);
});

it("revokes the connection of one account from its page", async () => {
  const sandbox = await start();
  const connectAs = async (email: string) => {
    const visitor = new Visitor();
    const signIn = await visitor.open(`${sandbox.origin}/sign-in`);
    await visitor.press(signIn, "Sign in", { email });
    return tokensOf(await exchange(sandbox, await authorize(sandbox, visitor)));
  };
  const visitor = new Visitor();
  expect((await visitor.open(sandbox.origin)).html).toContain("None yet.");
  const [one, two] = [await connectAs("one@example.com"), await connectAs("two@example.com")];
  await connectAs("one@example.com");
  const home = await visitor.open(sandbox.origin);
  expect(home.html.match(/>Revoke<\/button>/g)).toHaveLength(2);

  const after = await visitor.press(home, "Revoke", { owner: one.resource_owner.id });
  expect(after.html.match(/>Revoke<\/button>/g)).toHaveLength(1);
  expect((await getClinic(sandbox, one.access_token)).status).toBe(401);
  expect((await getClinic(sandbox, two.access_token)).status).toBe(200);
  sandbox.revoke();
  expect((await getClinic(sandbox, two.access_token)).status).toBe(401);
});
