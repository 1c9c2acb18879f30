import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";

/** The app's own name: cookies of localhost are shared by everything that runs there, whatever its port. */
const NAME = "quillwood_session";

/** The same for a frame of another site's page, where browsers neither keep nor send the other. */
const FRAMED_NAME = "quillwood_session_framed";

/** In the place of a token: someone signed out here, so the next visit signs nobody in. */
const SIGNED_OUT = "signed-out";

/** The session's token; `null` after signing out, `undefined` on a first visit. */
export function readSessionCookie({ headers }: Request): string | null | undefined {
  const cookies = parse(headers.get("cookie") ?? "");
  const value = cookies[NAME] ?? cookies[FRAMED_NAME];
  return value === SIGNED_OUT ? null : value;
}

/**
 * `SameSite=Lax`: it comes along when Fullscript sends the user back, and with no other site's requests. In a frame the browser takes
 * only the second: `Partitioned`, so for this one embedding site; and `Secure`, which browsers but Safari take from localhost.
 */
export function writeSessionCookie(context: Context, token: string | null): void {
  const usual = { path: "/", httpOnly: true, maxAge: 60 * 60 * 24 * 30 };
  setCookie(context, NAME, token ?? SIGNED_OUT, { ...usual, sameSite: "Lax" });
  setCookie(context, FRAMED_NAME, token ?? SIGNED_OUT, { ...usual, sameSite: "None", secure: true, partitioned: true });
}
