import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";

/** The app's own name: cookies of localhost are shared by everything that runs there, whatever its port. */
const NAME = "quillwood_session";

/** In the place of a token: someone signed out here, so the next visit signs nobody in. */
const SIGNED_OUT = "signed-out";

/** The session's token; `null` after signing out, `undefined` on a first visit. */
export function readSessionCookie({ headers }: Request): string | null | undefined {
  const value = parse(headers.get("cookie") ?? "", NAME)[NAME];
  return value === SIGNED_OUT ? null : value;
}

/** `SameSite=Lax`: it comes along when Fullscript sends the user back, and with no other site's requests. */
export function writeSessionCookie(context: Context, token: string | null): void {
  setCookie(context, NAME, token ?? SIGNED_OUT, { path: "/", httpOnly: true, sameSite: "Lax", maxAge: 60 * 60 * 24 * 30 });
}
