/** Whoever the cookie says. */
export function findUser(request: Request): { id: string } | null {
  const id = /(?:^|; )session=([\w-]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  return id === undefined ? null : { id };
}
