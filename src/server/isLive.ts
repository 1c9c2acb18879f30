import type { Connection } from "./ConnectionStore";

/** Whether this connection can still give a token, by itself or by a refresh. */
export function isLive({ refreshToken, expiresAt }: Connection, now: number): boolean {
  return refreshToken !== null || expiresAt === null || now < expiresAt;
}
