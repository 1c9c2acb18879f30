import type { Hono } from "hono";
import { readClientBody, type ClientBody } from "./clientBody";
import type { GrantModel } from "./grantModel";
import { type SandboxEnv, type Site } from "./site";
import { createError, INVALID_CLIENT, UNREADABLE_BODY, type ClientAnswer } from "./tokenAnswer";

const PATH = "/api/oauth/revoke";

/** The revocation endpoint, RFC 7009. */
export function revokeRoutes(app: Hono<SandboxEnv>, site: Site, model: GrantModel): void {
  app.post(PATH, async (c) => {
    const body = await readClientBody(c);
    const { status, body: answer, outcome } = body ? await revoke(body) : UNREADABLE_BODY;
    site.log.add({ method: "POST", path: PATH, status, outcome });
    return c.json(answer, status, { "Cache-Control": "no-store", Pragma: "no-cache" });
  });

  async function revoke({ client_id: id = "", client_secret: secret = "", token }: ClientBody): Promise<ClientAnswer> {
    if (!(await model.getClient(id, secret))) return INVALID_CLIENT;
    if (token === undefined) return createError("invalid_request", "Missing parameter: `token`");
    site.grants.revokePair(token); // an unknown token is as good as revoked, §2.2
    return { status: 200, body: {}, outcome: "revoked" };
  }
}
