import { createInvalidRequest, createResponse, createServerError } from "./answer";
import { cachedBytes, cachedText } from "./bodyCache";

/** The parts of Node's `http.IncomingMessage` and Express's `Request` that the listener uses. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  /** Express: the URL before a router was mounted. */
  originalUrl?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket?: object;
  /** What a body parser before this listener has read. */
  body?: unknown;
  /** Whether something has read from the stream. */
  readableDidRead?: boolean;
  /** Whether something has read the stream to its end. */
  readableEnded?: boolean;
  /** As of an `EventEmitter`. */
  on: (event: "data" | "end" | "close", listener: (chunk: Uint8Array) => void) => unknown;
}

/** The parts of Node's `http.ServerResponse` that the listener uses. */
export interface NodeResponse {
  statusCode: number;
  /** Whether something else has answered already. */
  headersSent?: boolean | undefined;
  /** Returns a header that was set before, e.g. a session's cookie. */
  getHeader?: (name: string) => number | string | string[] | undefined;
  /** Sets one header of the answer. */
  setHeader: (name: string, value: string | string[]) => unknown;
  /** Sends the body, and ends the answer. */
  end: (body?: string) => unknown;
}

/**
 * Turns a Fetch API handler into a listener for `http.createServer` or for a route of Express or Connect. It works before and after a
 * body parser.
 *
 * @example http.createServer(toNodeListener(handler)).listen(3000)
 * @example app.all("/api/fullscript/connection", toNodeListener(handler))
 */
export function toNodeListener(
  handler: (request: Request) => Promise<Response>,
): (req: NodeRequest, res: NodeResponse) => void {
  return (req, res) => void listen(handler, req, res);
}

/** Never rejects, because that would end Node's process. */
async function listen(
  handler: (request: Request) => Promise<Response>,
  req: NodeRequest,
  res: NodeResponse,
): Promise<void> {
  try {
    if (isConsumed(req) && (req.body ?? null) === null)
      return await fail("another body parser has consumed the request and left no req.body", res);
    const body = await readBody(req);
    if (body === undefined) return;
    const request = createRequest(req, body);
    await send(
      request ? await handler(request) : createResponse(createInvalidRequest(400, "The request cannot be read.")),
      res,
    );
  } catch (thrown) {
    await fail(`the handler, or its answer, threw ${thrown instanceof Error ? thrown.name : typeof thrown}`, res);
  }
}

function fail(what: string, res: NodeResponse): Promise<void> {
  console.error(`toNodeListener: ${what}.`);
  return send(createResponse(createServerError()), res);
}

async function send(response: Response, res: NodeResponse): Promise<void> {
  const text = cachedText.get(response) ?? (await response.text());
  // Something else has answered in the meantime, such as a time-out.
  if (res.headersSent) return;
  res.statusCode = response.status;
  response.headers.forEach((value, name) => {
    if (name !== "set-cookie") res.setHeader(name, value);
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0)
    res.setHeader("set-cookie", [res.getHeader?.("set-cookie") ?? [], cookies].flat().map(String));
  // The rest of the body is not read.
  if (response.status === 413) res.setHeader("Connection", "close");
  res.end(text);
}

/** Returns `undefined` if a header, the method or the host makes no valid `Request`. */
function createRequest(
  { method = "GET", url, originalUrl = url, headers, socket = {} }: NodeRequest,
  body: Uint8Array<ArrayBuffer> | null,
): Request | undefined {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    // HTTP/2 has pseudo-headers like ":path".
    value === undefined || name.startsWith(":") ? [] : [[name, String(value)]],
  );
  const host = String(headers.host ?? headers[":authority"]);
  // Joined as text, because a URL parser reads the path "//evil.example" as another origin.
  const path = originalUrl?.startsWith("/") ? originalUrl : "/";
  try {
    const request = new Request(`${"encrypted" in socket ? "https" : "http"}://${host}${path}`, {
      method,
      headers: entries,
      body,
    });
    if (body) cachedBytes.set(request, body);
    return request;
  } catch {
    return undefined;
  }
}

/** One byte more than the handler accepts, so that it refuses a longer body. */
const READ_LIMIT = 16_385;

/** Whether something has read from the stream, so that its body is gone or incomplete. */
function isConsumed({ method, readableDidRead, readableEnded }: NodeRequest): boolean {
  return method === "POST" && (readableDidRead === true || readableEnded === true);
}

/** Returns `null` if there is no body to read, and `undefined` if the client has gone. */
async function readBody(req: NodeRequest): Promise<Uint8Array<ArrayBuffer> | null | undefined> {
  const { method, body } = req;
  if (method !== "POST") return null;
  // Express 4 leaves `{}` for a type that no parser takes. Then the stream is unread.
  const isEmpty =
    body instanceof Uint8Array ? body.length === 0 : /^({}|\[]|""|null)$/.test(JSON.stringify(body ?? null));
  if (isEmpty && !isConsumed(req)) return readStream(req);
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

function readStream(req: NodeRequest): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((resolve) => {
    const bytes = new Uint8Array(READ_LIMIT);
    let size = 0;
    const finish = (): void => resolve(bytes.subarray(0, size));
    req.on("data", (chunk) => {
      const part = chunk.subarray(0, READ_LIMIT - size);
      bytes.set(part, size);
      size += part.length;
      if (size === READ_LIMIT) finish();
    });
    req.on("end", finish);
    req.on("close", () => resolve(undefined));
  });
}
