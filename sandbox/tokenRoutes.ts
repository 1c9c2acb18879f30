import { setTimeout as wait } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Hono } from "hono";
import { readClientBody, type ClientBody } from "./clientBody";
import type { GrantModel } from "./grantModel";
import type { LogEntry } from "./requestLog";
import { type SandboxEnv, type Site } from "./site";
import type { TokenFailure } from "./switches";
import { createTokenAnswerer, UNREADABLE_BODY } from "./tokenAnswer";

const PATH = "/api/oauth/token";

/** The token endpoint, and the ways in which it can be told to fail. */
export function tokenRoutes(app: Hono<SandboxEnv>, site: Site, model: GrantModel): void {
  const answerTo = createTokenAnswerer(model, site.grants);

  app.post(PATH, async (c) => {
    const failure = site.switches.takeTokenFailure(); // before any wait, so that the first requests to arrive are the ones to fail
    const body = await readClientBody(c);
    await wait(site.switches.get().tokenDelayMs, undefined, { ref: false });
    if (failure === "hang") return hang(body);
    if (failure !== "none" && failure !== "drop") return unavailable(c, failure, body);

    const { status, body: answer, outcome } = body ? await answerTo(body) : UNREADABLE_BODY;
    log(body, failure === "drop" ? null : status, outcome);
    if (failure === "drop") return drop(c);
    return c.json(answer, status, { "Cache-Control": "no-store", Pragma: "no-cache" });
  });

  function unavailable(
    c: Context<SandboxEnv>,
    failure: Exclude<TokenFailure, "none" | "drop" | "hang">,
    body: ClientBody | undefined,
  ): Response {
    const status = STATUSES[failure];
    log(body, status, "unavailable");
    const retryAfter: Record<string, string> =
      status === 429 || status === 503 ? { "Retry-After": String(site.switches.get().retryAfterSeconds) } : {};
    // HTML, because that is what proxies and load balancers send where a client expects JSON.
    return c.html(`<!doctype html><title>${status}</title><h1>${status}</h1>`, status, {
      "Cache-Control": "no-store",
      ...retryAfter,
    });
  }

  function hang(body: ClientBody | undefined): Response {
    log(body, null, "hang");
    return RESPONSE_ALREADY_SENT; // nothing was, and so nothing ever will be: the connection stays open until the client gives up
  }

  function log(body: ClientBody | undefined, status: number | null, outcome: string): void {
    site.log.add({ method: "POST", path: PATH, status, outcome, grantType: grantTypeOf(body) });
  }
}

function drop(c: Context<SandboxEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Anything else may be a secret in the wrong field, so the log does not repeat it. */
function grantTypeOf(body: ClientBody | undefined): NonNullable<LogEntry["grantType"]> {
  const given = body?.grant_type;
  return given === "authorization_code" || given === "refresh_token" ? given : "other";
}

const STATUSES = { "429": 429, "503": 503, "500": 500, "502": 502 } as const;
