import { FullscriptError } from "../core/FullscriptError";
import type { Context } from "./context";

/** Calls Fullscript's API with a token. If the API rejects it, gets another token once and, if the body can be sent again, retries. */
export async function fetchApi(
  context: Context,
  path: string,
  init: RequestInit,
  getToken: (rejected?: string) => Promise<string>,
): Promise<Response> {
  const url = resolvePath(context, path);
  const send = (token: string): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${token}`);
    // A followed redirect would carry the token and the body to another server.
    return context.fetch(url, { ...init, headers, redirect: "manual" });
  };

  const token = await getToken();
  const response = await send(token);
  if (response.status !== 401) return response;
  const fresh = await getToken(token);
  if (isStream(init.body)) return response;
  await response.body?.cancel();
  return send(fresh);
}

/** A path like "//evil.example" or "/../x" must not lead out of the API. */
function resolvePath({ apiBase }: Context, path: string): string {
  if (apiBase === undefined) throw new FullscriptError("misconfigured", "fetchApi needs environment.apiBase.");
  const base = new URL(apiBase);
  const root = `${base.origin}${base.pathname.replace(/\/*$/, "/")}`;
  const { href } = new URL(root + path.slice(1));
  if (path.startsWith("/") && href.startsWith(root)) return href;
  throw new FullscriptError("misconfigured", "fetchApi needs a path that starts with / and stays within the API.");
}

/** A stream is gone once it is sent. */
function isStream(body: unknown): boolean {
  return body instanceof ReadableStream || (body instanceof Object && Symbol.asyncIterator in body);
}
