import type { IncomingMessage, ServerResponse } from "node:http";
import { serve } from "../serve";

/** A request as a server's access log could have it. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Serves what the host's own server serves. */
export type Serve = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** The one server of a host: Fullscript's authorization endpoint, the connection endpoint, another origin, and the host before which it stands. */
export interface Front {
  origin: string;
  /** The same server by its other name, which is another origin. */
  otherOrigin: string;
  /** Every request since `reset`, in turn. */
  requests: SeenRequest[];
  /** What the connection endpoint waits for before it answers. */
  answerAfter: Promise<unknown>;
  reset: (code: string, referrerPolicy: string | undefined) => void;
  close: () => Promise<void>;
}

export async function startFront(serveHost: Serve): Promise<Front> {
  let code = "";
  let referrerPolicy: string | undefined;

  const { origin, port, close } = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => void answer(request, response, Buffer.concat(chunks)));
  });

  async function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const { method = "", url = "", headers } = request;
    front.requests.push({ method, url, headers, body: body.toString() });
    const { pathname, searchParams } = new URL(url, front.origin);
    switch (pathname) {
      case "/authorize": {
        const location = `${searchParams.get("redirect_uri")}?foo=a%20b&code=${code}&state=${searchParams.get("state")}&x=1`;
        return void response.writeHead(302, { location }).end();
      }
      case "/api/fullscript/connection":
        await front.answerAfter;
        return void response.writeHead(200, { "content-type": "application/json" }).end('{"connected":true}');
      case "/pixel.svg":
        return void response
          .writeHead(200, { "content-type": "image/svg+xml" })
          .end('<svg xmlns="http://www.w3.org/2000/svg"/>');
      case "/favicon.ico":
        return void response.writeHead(204).end();
      default:
        if (referrerPolicy) response.setHeader("referrer-policy", referrerPolicy);
        serveHost(request, response, body);
    }
  }

  const front: Front = {
    origin,
    otherOrigin: `http://127.0.0.1:${port}`,
    requests: [],
    answerAfter: Promise.resolve(),
    reset: (nextCode, nextPolicy) => {
      code = nextCode;
      referrerPolicy = nextPolicy;
      front.answerAfter = Promise.resolve();
      front.requests = [];
    },
    close,
  };
  return front;
}
