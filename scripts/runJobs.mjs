// Runs jobs side by side and stops everything when one fails.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** More would slow each other down on two cores. */
const AT_ONCE = 2;

/** Each child leads a process group, so that everything it starts can be stopped with it. */
const running = new Set();

function end(status) {
  for (const { pid } of running) {
    try {
      process.kill(-pid, "SIGTERM");
    } catch {
      // The group has already ended.
    }
  }
  process.exit(status);
}

/** Runs one command line, with `name` before each line of its output. Ends everything if it fails. */
function run(step, name, env) {
  const [command, ...parameters] = step.split(" ");
  const say = (line) => console.log(`${name} │ ${line}`);
  const startedAt = Date.now();
  say(`> ${step}`);
  const child = spawn(command, parameters, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", say);
  return new Promise((resolve) => {
    child.on("error", (error) => (say(String(error)), end(1)));
    child.on("close", (status) => {
      running.delete(child);
      const seconds = Math.round((Date.now() - startedAt) / 1_000);
      say(`${status === 0 ? "passed" : "failed"} after ${seconds} s: ${step}`);
      if (status !== 0) end(status ?? 1);
      resolve(seconds);
    });
  });
}

/** Runs the first job alone, because the others need the build, and then the others, longest first. Each job is a name and its steps in order. */
export async function runJobs(jobs, variables) {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(1));
  const env = { ...process.env, ...variables };
  const startedAt = Date.now();
  const times = [];
  async function work(queue) {
    for (const [name, steps] of queue) {
      let seconds = 0;
      for (const step of steps) seconds += await run(step, name, env);
      times.push([name, seconds]);
    }
  }
  const [first, ...others] = Object.entries(jobs);
  await work([first]);
  // The workers share one iterator: each takes the next job.
  const queue = others.values();
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(queue)));
  console.log(`\n${times.map(([name, seconds]) => `${name} ${seconds} s`).join(", ")}`);
  console.log(`All passed in ${Math.round((Date.now() - startedAt) / 1_000)} s.`);
}
