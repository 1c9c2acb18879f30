import type { Browser } from "../browser";
import { readSource } from "./readResponse";
import { createSharedSession, type SharedSession } from "./SharedSession";

// On `globalThis`, so that several copies of this package on one page share their sessions. The sessions don't show their code.
const SESSIONS = Symbol.for("react-fullscript-connect.sessions.1");
const registry = globalThis as Record<symbol, SharedSession[] | undefined>;

/** Returns the session of the response in a URL, or of the outcome that it left behind. Creates it if there is none. */
export function findSession(url: string | undefined, browser: Browser): SharedSession {
  const sessions = (registry[SESSIONS] ??= []);
  const source = readSource(url, browser);
  const known = sessions.find((session) => session.isFor(source));
  if (known) return known;
  const session = createSharedSession(source, browser);
  // The newest first. A page without a response has nothing to share.
  if (source.found.kind !== "absent") sessions.unshift(session);
  return session;
}
