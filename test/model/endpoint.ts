import { type Answer, respond } from "../answers";

/** A request that reached the endpoint. */
export interface Post {
  code: string;
  key: string | null;
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
      new Promise((resolve) => {
        const { code } = JSON.parse(init.body as string) as { code: string };
        const key = new Headers(init.headers).get("idempotency-key");
        const post = {
          code,
          key,
          at,
          user,
          isHeard: false,
          settle: (answer: Answer) => {
            Object.assign(post, {
              answer,
              answeredAfter: posts.length,
              isHeard: isOpen() && init.signal?.aborted !== true,
            });
            if (isOpen()) resolve(respond(answer));
          },
        };
        posts.push(post);
      }),
    /** Answers the oldest request that waits. */
    answer: (answer: Answer): void => posts.find((post) => post.answer === undefined)?.settle(answer),
  };
}
