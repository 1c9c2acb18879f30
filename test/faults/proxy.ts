import { EventEmitter, once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** What becomes of one POST on its way to the backend. */
export type Fault =
  /** Answered in the backend's place, which never sees it. */
  | { kind: "answer"; status: number; headers?: Record<string, string> }
  /** The backend does what was asked, and this is answered instead. */
  | { kind: "answerAfter"; status: number }
  /** The backend does what was asked, and the connection breaks in the middle of the answer. */
  | { kind: "cut" }
  /** The same before the answer's first byte, where Chromium and Firefox may send the POST again by themselves: no page can see or prevent that. */
  | { kind: "drop" }
  /** The backend does what was asked, and the answer waits for `release()` or `cut()`. */
  | { kind: "hold" };

/** One POST that the browser sent. */
export interface Post {
  code: string;
  state: string;
  key: string | undefined;
  /** Whose it was: the cookies that came along. */
  cookie: string | undefined;
  /** What the browser was told, if anything. */
  answered: number | undefined;
}

/** Between browser and backend: counts the POSTs, and lets the first of them meet faults, in turn. */
export class Proxy {
  readonly posts: Post[] = [];
  readonly #faults: Fault[];
  readonly #backend: string;
  readonly #events = new EventEmitter();
  #done = 0;

  constructor(backend: string, faults: readonly Fault[]) {
    this.#backend = backend;
    this.#faults = [...faults];
  }

  /** Resolves once the backend has done so many POSTs, or been spared them. */
  async reached(count: number): Promise<void> {
    while (this.#done < count) await once(this.#events, "done");
  }

  /** Sends what is held. */
  release(): void {
    this.#events.emit("decided", "send");
  }

  /** Breaks the connection of what is held, in the middle of the answer. */
  cut(): void {
    this.#events.emit("decided", "cut");
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.method !== "POST") return void this.#answer(response, await this.#forward(request));

    const { code, state } = JSON.parse(body) as { code: string; state: string };
    const post: Post = {
      code,
      state,
      key: request.headers["idempotency-key"] as string | undefined,
      cookie: request.headers.cookie,
      answered: undefined,
    };
    this.posts.push(post);
    const fault = this.#faults.shift();
    const answer = fault?.kind === "answer" ? new Response("{}", fault) : await this.#forward(request, body);
    // Asked for before anyone learns that there is something to decide.
    const decision = fault?.kind === "hold" ? once(this.#events, "decided") : [fault?.kind];
    this.#done++;
    this.#events.emit("done");

    const [decided] = (await decision) as unknown[];
    if (decided === "drop") return void request.socket.destroy();
    if (decided === "cut")
      return void response
        .writeHead(answer.status, { "content-length": "100" })
        .write("{", () => request.socket.destroy());
    const told = fault?.kind === "answerAfter" ? new Response("{}", fault) : answer;
    if (!response.destroyed) post.answered = told.status;
    await this.#answer(response, told);
  }

  #forward({ method = "GET", headers }: IncomingMessage, body?: string): Promise<Response> {
    const kept = ["content-type", "idempotency-key", "origin", "cookie"].flatMap((name): [string, string][] =>
      headers[name] === undefined ? [] : [[name, String(headers[name])]],
    );
    return fetch(this.#backend, { method, headers: kept, ...(body !== undefined && { body }) });
  }

  async #answer(response: ServerResponse, answer: Response): Promise<void> {
    const body = await answer.text();
    response
      .writeHead(answer.status, {
        ...Object.fromEntries(answer.headers),
        "cache-control": "no-store",
        "content-length": Buffer.byteLength(body),
      })
      .end(body);
  }
}
