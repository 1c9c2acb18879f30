// @vitest-environment node
import http from "node:http";
import net from "node:net";
import express from "express";
import Fastify from "fastify";
import { toNodeListener } from "react-fullscript-connect/server";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createGate } from "../createGate";
import { serve } from "../serve";
import { CONNECTED, createHost, exchange, ORIGIN, refusal } from "./host";

async function listen(listener: http.RequestListener): Promise<number> {
  const { port, close } = await serve(listener);
  onTestFinished(close);
  return port;
}

interface Answer {
  status: number | undefined;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Sends the chunks one after the other, and goes on reading even if the server stops listening. */
function send(
  port: number,
  { method = "POST", path = "/x", headers = {}, chunks = [] as (string | Buffer)[] },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const request = http.request({
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { Origin: ORIGIN, "Content-Type": "application/json", ...headers },
    });
    request.on("error", (error) => answered || reject(error));
    request.on("response", (response) => {
      answered = true;
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

describe("toNodeListener", () => {
  it("serves POST, GET and DELETE", async () => {
    const port = await listen(toNodeListener(createHost().handler));
    const posted = await send(port, { chunks: [JSON.stringify(exchange())] });
    expect([posted.status, JSON.parse(posted.text)]).toEqual([200, CONNECTED]);
    expect(posted.headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
    expect(posted.headers.connection).not.toBe("close");
    expect(JSON.parse((await send(port, { method: "GET" })).text)).toEqual(CONNECTED);
    expect((await send(port, { method: "HEAD" })).text).toBe("");
    expect(JSON.parse((await send(port, { method: "DELETE" })).text)).toEqual({ connected: false });
  });

  it("reads a body that comes in pieces, cut inside a letter", async () => {
    const port = await listen(toNodeListener(createHost().handler));
    const bytes = Buffer.from(JSON.stringify(exchange({ other: "語" })));
    expect((await send(port, { chunks: [...bytes].map((byte) => Buffer.of(byte)) })).status).toBe(200);
  });

  it.each([16_385, 5_000_000])("refuses %d bytes with 413 and closes the connection", async (size) => {
    const host = createHost();
    const port = await listen(toNodeListener(host.handler));
    const answer = await send(port, {
      chunks: Array.from({ length: Math.ceil(size / 16_385) }, () => Buffer.alloc(16_385, " ")),
    });
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe("close");
    expect(host.calls).toEqual([]);
  });

  it("refuses a body that never ends, without waiting for its end", async () => {
    const port = await listen(toNodeListener(createHost().handler));
    const answer = await new Promise<string>((resolve) => {
      const socket = net.connect(port, "127.0.0.1");
      socket.setEncoding("latin1");
      socket.on("data", (data: string) => resolve(data));
      socket.on("error", () => undefined);
      socket.write(
        `POST / HTTP/1.1\r\nHost: clinic.example\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      for (let i = 0; i < 20; i += 1) socket.write(`400\r\n${" ".repeat(1_024)}\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("drops a request whose client goes away while it sends, and serves the next", async () => {
    let users = 0;
    const host = createHost({ getUser: () => ({ id: `dr-${(users += 1)}` }) });
    const listener = toNodeListener(host.handler);
    const [arrival, departure] = [createGate(), createGate()];
    const port = await listen((request, response) => {
      request.once("data", arrival.open).once("close", departure.open);
      listener(request, response);
    });
    const socket = net.connect(port, "127.0.0.1");
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code":`,
    );
    await arrival.opened;
    socket.destroy();
    await departure.opened;
    await new Promise(setImmediate);
    expect([users, host.calls]).toEqual([0, []]);
    expect((await send(port, { chunks: [JSON.stringify(exchange())] })).status).toBe(200);
  });

  it("finishes the exchange of a client that goes away after sending", async () => {
    const host = createHost();
    const port = await listen(toNodeListener(host.handler));
    const body = JSON.stringify(exchange());
    const socket = net.connect(port, "127.0.0.1");
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      () => socket.destroy(),
    );
    await expect.poll(() => host.store.readConnection("dr-ada")).toBeDefined();
  });

  it.each<[string, unknown]>([
    ["an object", exchange()],
    ["a text", JSON.stringify(exchange())],
    ["bytes", Buffer.from(JSON.stringify(exchange()))],
  ])("takes a body that a parser before it has made %s", async (_, body) => {
    const listener = toNodeListener(createHost().handler);
    const port = await listen((req, res) => {
      req.resume().on("end", () => listener(Object.assign(req, { body }), res));
    });
    expect((await send(port, { chunks: ["{}"] })).status).toBe(200);
  });

  // Express 4 leaves `{}` behind for a type that no parser takes, and others leave null or an empty text.
  it.each([{}, null, undefined, "", [], Buffer.of()])(
    "reads a stream that a parser left unread with req.body = %j",
    async (body) => {
      const listener = toNodeListener(createHost().handler);
      const port = await listen((req, res) => listener(Object.assign(req, { body }), res));
      expect((await send(port, { chunks: [JSON.stringify(exchange())] })).status).toBe(200);
    },
  );

  it.each<[string, (app: express.Express) => unknown]>([
    ["express.json()", (app) => app.use(express.json())],
    ["express.urlencoded()", (app) => app.use(express.urlencoded())],
    ["express.text()", (app) => app.use(express.text())],
    ["express.text() for every type", (app) => app.use(express.text({ type: "*/*" }))],
    ["express.raw() for every type", (app) => app.use(express.raw({ type: "*/*" }))],
    ["express.json() for another type", (app) => app.use(express.json({ type: "application/vnd.api+json" }))],
    ["all four", (app) => app.use(express.json(), express.urlencoded(), express.text(), express.raw())],
  ])("connects after %s", async (_, use) => {
    const app = express();
    use(app);
    app.all("/x", toNodeListener(createHost().handler));
    const port = await listen(app);
    const answer = await send(port, { chunks: [JSON.stringify(exchange())] });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, CONNECTED]);
  });

  it("answers 500 at once, and logs why, if a parser has consumed the stream and left no req.body, as in Koa", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    const host = createHost();
    const listener = toNodeListener(host.handler);
    const port = await listen((req, res) => {
      req.resume().on("end", () => listener(req, res));
    });
    for (const chunks of [[JSON.stringify(exchange())], []]) {
      said.mockClear();
      const answer = await send(port, { chunks });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([500, refusal("server_error")]);
      expect(said.mock.calls).toEqual([[expect.stringMatching(/^toNodeListener: .*body parser.*req\.body/)]]);
    }
    expect([host.calls, host.errors]).toEqual([[], []]);
  });

  it("refuses the empty object that a client sent and a parser has read", async () => {
    const app = express();
    app.use(express.json());
    app.all("/x", toNodeListener(createHost().handler));
    expect((await send(await listen(app), { chunks: ["{}"] })).status).toBe(400);
  });

  it("answers 500 at once under Fastify with its JSON parser on, and connects if it is given the parsed body", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const listener = toNodeListener(createHost().handler);
    const app = Fastify();
    app.all("/x", (request, reply) => {
      reply.hijack();
      listener(request.raw, reply.raw);
    });
    app.all("/parsed", (request, reply) => {
      reply.hijack();
      listener(Object.assign(request.raw, { body: request.body }), reply.raw);
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => app.close());
    const { port } = app.server.address() as { port: number };
    const chunks = [JSON.stringify(exchange())];
    expect((await send(port, { chunks })).status).toBe(500);
    expect((await send(port, { path: "/parsed", chunks })).status).toBe(200);
    expect((await send(port, { method: "GET" })).status).toBe(200);
  });

  it("answers 500 at once if something else reads the stream at the same time", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const listener = toNodeListener(createHost().handler);
    const port = await listen((req, res) => {
      req.once("data", () => listener(req, res));
    });
    const bytes = Buffer.from(JSON.stringify(exchange()));
    expect((await send(port, { chunks: [bytes.subarray(0, 9), bytes.subarray(9)] })).status).toBe(500);
  });

  it("takes bytes that are the whole body, without a stream, as on serverless platforms", async () => {
    const body = Buffer.from(JSON.stringify(exchange()));
    const headers = { host: "clinic.example", origin: ORIGIN, "content-type": "application/json" };
    const res = { statusCode: 0, setHeader: () => undefined };
    await new Promise((end) => {
      toNodeListener(createHost().handler)({ method: "POST", headers, body, on: () => undefined }, { ...res, end });
    }).then((text) => expect(JSON.parse(String(text))).toEqual(CONNECTED));
  });

  it("answers a GET whose stream something has read", async () => {
    const listener = toNodeListener(createHost().handler);
    const port = await listen((req, res) => void req.resume().on("end", () => listener(req, res)));
    expect((await send(port, { method: "GET" })).status).toBe(200);
  });

  it("sends the body of an answer that is not the handler's", async () => {
    const port = await listen(toNodeListener(async () => new Response("in maintenance", { status: 503 })));
    const { status, text } = await send(port, { method: "GET" });
    expect([status, text]).toEqual([503, "in maintenance"]);
  });

  it("ignores the empty body that a parser leaves on GET and DELETE", async () => {
    const listener = toNodeListener(createHost().handler);
    const port = await listen((req, res) => listener(Object.assign(req, { body: {} }), res));
    expect((await send(port, { method: "GET" })).status).toBe(200);
    expect((await send(port, { method: "DELETE" })).status).toBe(200);
  });

  it("refuses an already parsed body that is too large", async () => {
    const listener = toNodeListener(createHost().handler);
    const port = await listen((req, res) =>
      listener(Object.assign(req, { body: exchange({ other: "x".repeat(17_000) }) }), res),
    );
    expect((await send(port, {})).status).toBe(413);
  });

  it("gives getUser the URL and the headers", async () => {
    const seen: string[] = [];
    const host = createHost({
      getUser: (request) => (seen.push(request.url, request.headers.get("cookie") ?? ""), null),
    });
    const listener = toNodeListener(host.handler);
    const port = await listen((req, res) => listener(Object.assign(req, { originalUrl: `/api${req.url ?? ""}` }), res));
    await send(port, {
      method: "GET",
      path: "/connection?x=1",
      headers: { Host: "clinic.example", Cookie: "a=1; b=2" },
    });
    expect(seen).toEqual(["http://clinic.example/api/connection?x=1", "a=1; b=2"]);
  });

  it.each(["//evil.example/x", "http://evil.example/x", "/\\evil.example/x"])(
    "does not take %s for another origin of its own",
    async (path) => {
      const port = await listen(toNodeListener(createHost().handler));
      const headers = { Host: "clinic.example", Origin: "http://evil.example" };
      expect((await send(port, { path, headers, chunks: [JSON.stringify(exchange())] })).status).toBe(403);
    },
  );

  it.each<[string, object]>([
    ["a host that is none", { headers: { Host: "a b" } }],
    ["a method that Request refuses", { method: "TRACE" }],
  ])("answers 400 to %s", async (_, given) => {
    const port = await listen(toNodeListener(createHost().handler));
    const answer = await send(port, { method: "GET", ...given });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, refusal("invalid_request")]);
  });

  it("answers 500 if a function around the handler throws, without quoting the error", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    const port = await listen(toNodeListener(() => Promise.reject(new RangeError("the host's s3cr3t"))));
    const answer = await send(port, { method: "GET" });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([500, refusal("server_error")]);
    expect(said.mock.calls).toEqual([[expect.stringMatching(/threw RangeError/)]]);
    expect(JSON.stringify(said.mock.calls)).not.toContain("s3cr3t");
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a host may do
    await listen(toNodeListener(() => Promise.reject("a text"))).then((other) => send(other, { method: "GET" }));
    expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/threw string/));
  });

  it.each([
    ["answers", () => Promise.resolve(Response.json({}))],
    ["throws", () => Promise.reject(new Error())],
  ])(
    "leaves it at the answer that something else has given meanwhile, such as a time-out: the handler %s",
    async (_, outcome) => {
      vi.spyOn(console, "error").mockReturnValue();
      let respond = (): void => undefined;
      const listener = toNodeListener(async () => {
        await new Promise<void>((resolve) => (respond = resolve));
        return outcome();
      });
      const port = await listen((req, res) => {
        listener(req, res);
        setImmediate(() => {
          res.writeHead(503).end("too late");
          respond();
        });
      });
      const answer = await send(port, { method: "GET" });
      expect([answer.status, answer.text]).toEqual([503, "too late"]);
      // It would have ended the process.
      await new Promise(setImmediate);
    },
  );

  it("hands on every cookie that is set around the handler, and those that were set before", async () => {
    const { handler } = createHost();
    const listener = toNodeListener(async (request) => {
      const response = await handler(request);
      response.headers.append("Set-Cookie", "session=1; HttpOnly");
      response.headers.append("Set-Cookie", "csrf=2");
      return response;
    });
    const plain = await listen(listener);
    expect((await send(plain, { method: "GET" })).headers["set-cookie"]).toEqual(["session=1; HttpOnly", "csrf=2"]);
    for (const [before, expected] of [
      ["a=0", ["a=0"]],
      [
        ["a=0", "b=0"],
        ["a=0", "b=0"],
      ],
    ] as const) {
      const port = await listen((req, res) => {
        res.setHeader("Set-Cookie", before);
        listener(req, res);
      });
      expect((await send(port, { method: "GET" })).headers["set-cookie"]).toEqual([
        ...expected,
        "session=1; HttpOnly",
        "csrf=2",
      ]);
    }
  });

  it("takes a request that says next to nothing for GET /, and a header that is not there for none", async () => {
    const seen: Request[] = [];
    const listener = toNodeListener(async (request) => {
      seen.push(request);
      return new Response(null, { status: 204 });
    });
    await new Promise((resolve) => {
      listener(
        { headers: { host: "clinic.example", cookie: undefined }, on: () => undefined },
        { statusCode: 0, setHeader: () => undefined, end: resolve },
      );
    });
    expect(seen.map(({ method, url, headers }) => [method, url, headers.has("cookie")])).toEqual([
      ["GET", "http://clinic.example/", false],
    ]);
  });

  it("knows a TLS socket and HTTP/2's pseudo-headers", async () => {
    const urls: string[] = [];
    const listener = toNodeListener(async (request) => {
      urls.push(request.url);
      return new Response(null, { status: 204 });
    });
    const ended = new Promise((resolve) => {
      const req = {
        method: "GET",
        url: "*",
        headers: { ":authority": "clinic.example", ":path": "/", list: ["a", "b"] },
        socket: { encrypted: true },
        on: () => undefined,
      };
      listener(req, { statusCode: 0, setHeader: () => undefined, end: resolve });
    });
    await ended;
    expect(urls).toEqual(["https://clinic.example/"]);
  });
});
