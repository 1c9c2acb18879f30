import type { Target } from "./readTarget";

const TIMEOUT_MS = 10_000;
const MAX_REDIRECTS = 10;
const MAX_BODY_BYTES = 256 * 1024;

/** A server's answer. */
export interface Answer {
  url: URL;
  status: number;
  headers: Headers;
  /** Its beginning. */
  body: string;
  /** The media type, without parameters. */
  type: string;
  /** Where a redirect leads. */
  redirectTarget: URL | undefined;
}

/** Sends requests as the browser of someone who is not signed in. */
export interface Visitor {
  /** Sends one request, and follows no redirect. */
  send: (url: string, init?: RequestInit) => Promise<Answer>;
  /** Opens the callback page as after a return from Fullscript, and follows redirects. One visit serves every check. */
  openCallback: () => Promise<Answer>;
  /** Asks the endpoint for the connection, as the page does. One request serves every check. */
  getConnection: (endpoint: string) => Promise<Answer>;
}

/** The parameters that the callback page is opened with. The code was issued by nobody. */
export const CALLBACK_PARAMETERS = { code: "doctor", state: "fsc1.doctor" };

export function createVisitor({ redirectUri }: Pick<Target, "redirectUri">): Visitor {
  let callback: Promise<Answer> | undefined;
  let connection: Promise<Answer> | undefined;

  async function openCallback(): Promise<Answer> {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(CALLBACK_PARAMETERS)) url.searchParams.append(name, value);
    let answer = await send(url.href, { headers: { Accept: "text/html" } });
    for (let count = 0; answer.redirectTarget && count < MAX_REDIRECTS; count++)
      answer = await send(answer.redirectTarget.href, { headers: { Accept: "text/html" } });
    return answer;
  }

  return {
    send,
    openCallback: () => (callback ??= openCallback()),
    getConnection: (endpoint) =>
      (connection ??= send(endpoint, {
        headers: { Accept: "application/json", ...originHeader(redirectUri, endpoint) },
      })),
  };
}

/** Browsers send `Origin` with a `GET` only to another origin. */
function originHeader(page: string, endpoint: string): Record<string, string> {
  const { origin } = new URL(page);
  return origin === new URL(endpoint).origin ? {} : { Origin: origin };
}

async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { status, headers } = response;
    const redirectTarget = headers.get("location");
    return {
      url: new URL(url),
      status,
      headers,
      body: await readStart(response),
      type: (headers.get("content-type") ?? "").replace(/;.*/, "").trim().toLowerCase(),
      redirectTarget:
        status >= 300 && status < 400 && redirectTarget !== null ? new URL(redirectTarget, url) : undefined,
    };
  } catch (error) {
    throw new Error(`${new URL(url).origin} could not be reached: ${reasonOf(error)}.`, { cause: error });
  }
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (!response.body) return text;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_BODY_BYTES) break;
  }
  return text;
}

/** `fetch` hides the reason in `cause`. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  return cause?.code ?? cause?.message ?? message;
}
