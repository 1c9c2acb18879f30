import type { Connection } from "./ConnectionStore";

/** Whether this connection has a live access token, or can get one by a refresh. */
export function isLive({ accessToken, refreshToken, expiresAt }: Connection, now: number): boolean {
  // A connection that Fullscript has ended has no token. A store may not return its `expiresAt` of 0 unchanged.
  if (accessToken === "") return false;
  return refreshToken !== null || expiresAt === null || now < expiresAt;
}
