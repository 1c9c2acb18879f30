// One process of a host. It runs the tasks that it receives, and stops for ever at the step in its options.
import { Pool } from "pg";
import { type Backend, createBackend } from "./createBackend";
import type { Message, Report, WorkerOptions } from "./startWorker";

const { databaseUrl, pauseAt, ...options } = JSON.parse(process.env.WORKER ?? "{}") as WorkerOptions;
const tell = (report: Report) => process.send?.(report);
const counts = new Map<string, number>();

const backend = createBackend(new Pool({ connectionString: databaseUrl }), options, async (name) => {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  if (pauseAt !== `${name} ${count}`) return;
  tell({ status: "paused" });
  await new Promise(() => undefined);
});

const tasks: Record<Message["task"], (backend: Backend, message: Message) => Promise<unknown>> = {
  post: ({ post }, { code = "", key }) => post(code, key),
  disconnect: ({ disconnect }) => disconnect(),
  getToken: ({ getToken }) => getToken(),
};

process.on("message", (message: Message) => {
  const all = Array.from({ length: message.times ?? 1 }, () => tasks[message.task](backend, message));
  void Promise.all(all).then((results) => tell({ status: "done", results }));
});
// The worker ends with its test.
process.on("disconnect", () => process.exit());
tell({ status: "ready" });
