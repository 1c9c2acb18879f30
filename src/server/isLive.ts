import type { Connection } from "./ConnectionStore";

/** Whether this connection can still give a token, by itself or by a refresh. */
export function isLive({ accessToken, refreshToken, expiresAt }: Connection, now: number): boolean {
  // What is kept of an ended one has no token, whatever a store makes of a time of 0.
  if (accessToken === "") return false;
  return refreshToken !== null || expiresAt === null || now < expiresAt;
}
