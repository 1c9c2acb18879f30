import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import autocannon from "autocannon";
import { bundle } from "../bundle";
import { ORIGIN, REDIRECT_URI } from "../handlers/fakeFetch";
import { interleave } from "../rounds";
import type { Series } from "../Series";
import { quantile } from "../statistics";

const HANDLERS = ["by-hand", "fullscript"] as const;
const CONNECTIONS = 10;

interface Load {
  perSecond: number;
  p99: number;
}

type Kind = (typeof KINDS)[number];
const KINDS = ["exchange", "replay", "look"] as const;
const TITLES = { exchange: "POST of a new code", replay: "POST of a code that was exchanged before", look: "GET" };

/** The connection handler on Node's `http`, over loopback, each in a process of its own. */
export async function measureHandler(rounds: number, durationS: number): Promise<Series[]> {
  const servers = await Promise.all(HANDLERS.map(start));
  const urlOf = (name: (typeof HANDLERS)[number]) => servers[HANDLERS.indexOf(name)]?.url ?? "";
  const series: Series[] = [];
  try {
    for (const kind of KINDS) {
      const samples = await interleave(HANDLERS, rounds, (name) => load(urlOf(name), kind, durationS));
      const read = (key: keyof Load) =>
        Object.fromEntries(HANDLERS.map((name) => [name, samples[name].map((sample) => sample[key])]));
      series.push(
        {
          step: `Handler, ${TITLES[kind]}: requests`,
          unit: "/s",
          floor: "by-hand",
          samples: read("perSecond"),
        },
        {
          step: `Handler, ${TITLES[kind]}: 99th percentile`,
          unit: "ms",
          floor: "by-hand",
          samples: read("p99"),
        },
      );
    }
  } finally {
    for (const { child } of servers) child.kill();
  }
  return series;
}

async function start(name: (typeof HANDLERS)[number]): Promise<{ child: ChildProcess; url: string }> {
  const code = `import { createServer } from "node:http";
import { listener } from "./handlers/${name}";
const server = createServer(listener).listen(0, "127.0.0.1", () => process.send(server.address().port));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", await bundle(code, { platform: "node" })], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [port] = (await once(child, "message")) as [number];
  return { child, url: `http://127.0.0.1:${port}/api/fullscript/connection` };
}

async function load(url: string, kind: Kind, durationS: number): Promise<Load> {
  const times: number[] = [];
  const body = (code: string) => JSON.stringify({ code, state: "fsc1.state", redirect_uri: REDIRECT_URI });
  const post = {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: ORIGIN },
    body: body("replayed"),
  } as const;
  const request: autocannon.Request =
    kind === "look"
      ? { method: "GET" }
      : kind === "replay"
        ? post
        : { ...post, setupRequest: (prepared) => ({ ...prepared, body: body(crypto.randomUUID()) }) };
  const { errors, non2xx, timeouts, requests, duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      { url, connections: CONNECTIONS, duration: durationS, requests: [request] },
      (error: Error | null, result) => (error ? reject(error) : resolve(result)),
    );
    // Its own percentiles are whole milliseconds.
    run.on("response", (_client, _status, _bytes, ms) => times.push(ms));
  });
  if (errors + non2xx + timeouts > 0)
    throw new Error(`Of ${requests.total} requests ${errors + non2xx + timeouts} failed.`);
  return { perSecond: requests.total / duration, p99: quantile(times, 0.99) };
}
