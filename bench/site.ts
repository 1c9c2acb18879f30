import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../sandbox/listen";
import { bundle } from "./bundle";
import { CONTENDERS, type ContenderName, NAMES } from "./contenders/all";

/** An authorization request that has arrived. */
export interface Arrival {
  /** Milliseconds since the epoch, from the clock that the pages read as well. */
  at: number;
  callbackUrl: string;
}

/** Every contender's pages, and the authorization server and backend behind them, on one origin. */
export interface Site {
  origin: string;
  nextArrival: () => Promise<Arrival>;
  close: () => void;
}

/** By it the pages' clocks tick in 5 µs instead of 100. */
const ISOLATION = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** @param isProfiling with React's profiling build, in which a `Profiler` hears of commits, and with a clock at each part of what a callback waits for */
export async function startSite({ isProfiling = false } = {}): Promise<Site> {
  const alias: Record<string, string> = isProfiling ? { "react-dom/client": "react-dom/profiling" } : {};
  const appOf = (name: ContenderName) =>
    bundle(
      `import * as contender from "./${CONTENDERS[name].module}";\nimport { startApp } from "./pages/app";\nstartApp(contender);`,
      { alias },
    );
  const [stopwatch, states, ...apps] = await Promise.all([
    bundle(`import { startStopwatch } from "./pages/stopwatch";\nstartStopwatch(${String(isProfiling)});`, {
      format: "iife",
    }),
    bundle(`import { offerCodecs } from "./pages/states";\nofferCodecs();`),
    ...NAMES.map(appOf),
  ]);
  const scripts = new Map([["states", states], ...NAMES.map((name, index) => [name, apps[index] ?? ""] as const)]);
  let arrive: (arrival: Arrival) => void = () => undefined;
  let nonce: string | null = null;

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const at = performance.timeOrigin + performance.now();
    const { pathname, searchParams, origin } = new URL(request.url ?? "", `http://${String(request.headers.host)}`);
    const [, folder = "", file = ""] = pathname.split("/");
    const send = (type: string, body: string) =>
      response.writeHead(200, { ...ISOLATION, "Content-Type": type }).end(body);

    if (folder === "authorize") {
      nonce = searchParams.get("nonce");
      const query = new URLSearchParams({ code: crypto.randomUUID(), state: searchParams.get("state") ?? "" });
      const callbackUrl = `${searchParams.get("redirect_uri") ?? ""}?${String(query)}`;
      arrive({ at, callbackUrl });
      return file
        ? response.writeHead(302, { ...ISOLATION, Location: callbackUrl }).end()
        : response.writeHead(204).end();
    }
    if (folder === "exchange") return send("application/json", '{"connected":true}');
    if (folder === "oauth")
      return send(
        "application/json",
        JSON.stringify({
          access_token: "token",
          token_type: "Bearer",
          expires_in: 3600,
          scope: "openid profile email",
          id_token: createIdToken(origin, nonce),
        }),
      );
    if (folder === "scripts")
      return response
        .writeHead(200, { ...ISOLATION, "Content-Type": "text/javascript", "Cache-Control": "max-age=3600" })
        .end(scripts.get(file));
    if (scripts.has(folder))
      return send(
        "text/html; charset=utf-8",
        `<!doctype html><html lang="en"><title>${folder}</title><main></main><script>${stopwatch}</script><script type="module" src="/scripts/${folder}"></script></html>`,
      );
    return response.writeHead(404).end();
  };

  const server = createServer(answer);
  const port = await listen(server, 0);
  return {
    origin: `http://localhost:${port}`,
    nextArrival: () => new Promise((resolve) => (arrive = resolve)),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Unsigned: OpenID Connect lets a client trust what it gets from the token endpoint itself, and the peers do. */
function createIdToken(origin: string, nonce: string | null): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `${origin}/`,
    aud: "bench",
    sub: "user",
    iat: now,
    exp: now + 3600,
    ...(nonce !== null && { nonce }),
  };
  return [{ alg: "RS256", typ: "JWT", kid: "1" }, claims, "signature"]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
}
