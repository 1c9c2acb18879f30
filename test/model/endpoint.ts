/** What an endpoint can do with a POST, and whether the code may then have been accepted. */
export const ANSWERS = {
  ok: { status: 200, isMaybeAccepted: true },
  invalid_grant: { status: 400, isMaybeAccepted: true },
  not_found: { status: 404, isMaybeAccepted: true },
  server_error: { status: 500, isMaybeAccepted: true },
  gateway_timeout: { status: 504, isMaybeAccepted: true },
  lost: { status: undefined, isMaybeAccepted: true },
  unauthorized: { status: 401, isMaybeAccepted: false },
  too_many_requests: { status: 429, isMaybeAccepted: false },
  unavailable: { status: 503, isMaybeAccepted: false },
} as const;

export type Answer = keyof typeof ANSWERS;

/** A request that reached the endpoint. */
export interface Post {
  code: string;
  key: string;
  at: number;
  /** Who was signed in when it left. */
  user: string | null;
  answer?: Answer;
  /** How many requests had arrived when the answer was given. */
  answeredAfter?: number;
  /** Whether the page that sent it was still there for the answer, and had not given up. */
  isHeard: boolean;
}

/** An endpoint that answers when it is told to. */
export function createEndpoint() {
  const posts: (Post & { settle: (answer: Answer) => void })[] = [];
  return {
    posts,
    /** Keeps a request of a page; answers it once, in {@link answer}. */
    take: (init: RequestInit, at: number, user: string | null, isOpen: () => boolean): Promise<Response> =>
      new Promise((resolve, reject) => {
        const { code } = JSON.parse(init.body as string) as { code: string };
        const key = new Headers(init.headers).get("idempotency-key")!;
        const post = { code, key, at, user, isHeard: false, settle: (answer: Answer) => {
          Object.assign(post, { answer, answeredAfter: posts.length, isHeard: isOpen() && init.signal?.aborted !== true });
          if (!isOpen()) return;
          const { status } = ANSWERS[answer];
          if (status === undefined) reject(new TypeError("Failed to fetch"));
          else resolve(Response.json({ error: answer }, { status }));
        } };
        posts.push(post);
      }),
    /** Answers the oldest request that waits. */
    answer: (answer: Answer): void => posts.find((post) => post.answer === undefined)?.settle(answer),
  };
}
