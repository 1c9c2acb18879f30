import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fetch } from "../../sandbox/localFetch";
import type { Failure } from "./AuthorizationServer";

/** A proxy before a server's token and revocation endpoints. */
export interface Front {
  origin: string;
  tokenRequests: number;
  /** What the next request gets, where the server behind cannot fail by itself. */
  failure: Failure | undefined;
  goDown: () => Promise<void>;
  comeBack: () => Promise<void>;
}

/** Passes bodies on to the server at `upstream`, changed by `translate`. Closed it refuses connections, and what it stands for keeps its memory. */
export async function startFront(
  upstream: string,
  translate: (body: string) => BodyInit = (body) => body,
): Promise<Front> {
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      if (request.url?.endsWith("/token")) front.tokenRequests += 1;
      const { failure } = front;
      front.failure = undefined;
      if (failure === "pending") return;
      if (failure === "429" || failure === "503")
        return void response.writeHead(Number(failure), { "Retry-After": "1" }).end();

      const body = translate(await text(request));
      const headers: Record<string, string> =
        typeof body === "string" ? { "Content-Type": request.headers["content-type"] ?? "" } : {};
      const answer = await fetch(upstream + request.url!, { method: "POST", headers, body, redirect: "manual" });
      const answered = await answer.text();
      if (failure === "lost") return void response.destroy();
      const retryAfter = answer.headers.get("retry-after");
      response
        .writeHead(answer.status, {
          "Content-Type": answer.headers.get("content-type") ?? "",
          ...(retryAfter && { "Retry-After": retryAfter }),
        })
        .end(answered);
    };
    pass().catch(() => response.destroy());
  });

  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const front: Front = {
    origin: `http://127.0.0.1:${port}`,
    tokenRequests: 0,
    failure: undefined,
    goDown: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    comeBack: () => listen(port),
  };
  return front;
}
