import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { Accounts, type Account } from "./accounts";
import { Grants } from "./grants";
import type { Settings } from "./options";
import { RequestLog } from "./requestLog";
import { SwitchBoard } from "./switches";

/** What one running sandbox knows; every route gets it. */
export interface Site {
  settings: Settings;
  origin: string;
  cookieName: string;
  accounts: Accounts;
  grants: Grants;
  switches: SwitchBoard;
  log: RequestLog;
  /** Forgets every account, session, grant, switch and log entry. */
  reset(): void;
}

export type SandboxEnv = { Bindings: HttpBindings };

export function createSite(settings: Settings, port: number): Site {
  const site = {
    accounts: new Accounts(),
    grants: new Grants(settings.createCode),
    switches: new SwitchBoard(settings),
    log: new RequestLog(settings.now),
  };
  return {
    ...site,
    settings,
    origin: `http://localhost:${port}`,
    cookieName: `fullscript_sandbox_session_${port}`, // every port of localhost shares one cookie jar, the host app's too
    reset() {
      site.accounts.reset();
      site.grants.reset();
      site.switches.reset();
      site.log.clear();
    },
  };
}

export function currentAccount(c: Context, { accounts, cookieName }: Site): Account | undefined {
  return accounts.findBySession(getCookie(c, cookieName));
}

export function signIn(c: Context, { accounts, cookieName }: Site, account: Account): void {
  setCookie(c, cookieName, accounts.openSession(account), { httpOnly: true, sameSite: "Lax", path: "/" });
}

export function signOut(c: Context, { accounts, cookieName }: Site): void {
  accounts.closeSession(deleteCookie(c, cookieName, { path: "/" }));
}

/** The fields of a form. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}
