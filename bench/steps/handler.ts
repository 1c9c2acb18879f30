import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { bundle } from "../bundle";
import { ORIGIN, REDIRECT_URI } from "../handlers/fakeFetch";
import { interleave } from "../rounds";
import type { Series } from "../Series";
import { quantile } from "../statistics";

const HANDLERS = ["by-hand", "fullscript"] as const;
const KINDS = {
  "POST of a new code": () => post(crypto.randomUUID()),
  "POST of a code that was exchanged before": () => post("replayed"),
  GET: () => ({ method: "GET" }),
};

/** Each code has a user of its own, because a user may post only a few codes a minute. */
const post = (code: string): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Origin: ORIGIN, "X-User": code },
  body: JSON.stringify({ code, state: "fsc1.state", redirect_uri: REDIRECT_URI }),
});

/**
 * The connection handler on Node's `http`, over loopback, each in a process of its own. One request after the other: Fullscript itself
 * takes 17 a second.
 */
export async function measureHandler(rounds: number, requests: number): Promise<Series[]> {
  const servers = await Promise.all(HANDLERS.map(start));
  const urlOf = (name: (typeof HANDLERS)[number]) => servers[HANDLERS.indexOf(name)]?.url ?? "";
  const series: Series[] = [];
  try {
    for (const [title, createRequest] of Object.entries(KINDS)) {
      const samples = await interleave(HANDLERS, rounds, (name) => time(urlOf(name), createRequest, requests));
      series.push({ step: `Handler, ${title}`, unit: "ms", floor: "by-hand", samples });
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

/** Returns the median time of a request, in milliseconds. */
async function time(url: string, createRequest: () => RequestInit, requests: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < requests; count++) {
    const request = createRequest();
    const before = performance.now();
    const response = await fetch(url, request);
    await response.text();
    times.push(performance.now() - before);
    if (!response.ok) throw new Error(`A request was answered ${response.status}.`);
  }
  return quantile(times, 0.5);
}
