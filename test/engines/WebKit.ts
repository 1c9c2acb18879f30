import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../e2e/freePort";

/** One WebKitGTK browser on a screen of its own, driven by WebDriver: its driver runs no more than one at a time. @see https://www.w3.org/TR/webdriver2/ */
export class WebKit {
  readonly version: string;
  readonly #session: string;
  readonly #end: () => void;

  private constructor(session: string, version: string, end: () => void) {
    this.#session = session;
    this.version = version;
    this.#end = end;
  }

  static async start(): Promise<WebKit> {
    // `xvfb-run` would leave the screen behind.
    const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const children = [screen];
    const end = () => {
      process.off("exit", end);
      for (const child of children.splice(0).reverse()) kill(child);
    };
    process.on("exit", end);
    try {
      const display = await readDisplay(screen);
      const port = await freePort();
      // Leads a process group, so that the browser and its helpers end with it.
      children.push(
        spawn("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], {
          detached: true,
          stdio: "ignore",
          env: { ...process.env, DISPLAY: `:${display}` },
        }),
      );
      const driver = `http://127.0.0.1:${port}`;
      await isReady(driver);
      const { sessionId, capabilities } = await call<{ sessionId: string; capabilities: { browserVersion: string } }>(
        "POST",
        `${driver}/session`,
        {
          // A page that is on its way is looked at, not waited for.
          capabilities: {
            alwaysMatch: {
              pageLoadStrategy: "none",
              "webkitgtk:browserOptions": { binary: findMiniBrowser(), args: ["--automation"] },
            },
          },
        },
      );
      return new WebKit(`${driver}/session/${sessionId}`, capabilities.browserVersion, end);
    } catch (error) {
      end();
      throw error;
    }
  }

  /** One command of this session, by its path there. */
  send<T = unknown>(method: "GET" | "POST" | "DELETE", path: string, body?: object, timeoutMs?: number): Promise<T> {
    return call<T>(method, this.#session + path, method === "POST" ? (body ?? {}) : undefined, timeoutMs);
  }

  async close(): Promise<void> {
    await this.send("DELETE", "").catch(() => undefined);
    this.#end();
  }
}

async function call<T>(method: string, url: string, body?: object, timeoutMs = 60_000): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value as T;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${method} ${new URL(url).pathname}: ${error}: ${message}`);
}

async function isReady(driver: string): Promise<void> {
  for (let look = 0; ; look++) {
    try {
      await call("GET", `${driver}/status`);
      return;
    } catch (error) {
      if (look === 200) throw error;
      await wait(50);
    }
  }
}

async function readDisplay(screen: ChildProcess): Promise<string> {
  const ended = once(screen, "exit").then(([status]) =>
    Promise.reject(new Error(`Xvfb ended with ${String(status)}.`)),
  );
  const [told] = (await Promise.race([once(screen.stdio[3]!, "data"), ended])) as [Buffer];
  // It ends later, and that is no error then.
  ended.catch(() => undefined);
  return told.toString().trim();
}

/** Debian keeps it in a folder of the machine's architecture. */
function findMiniBrowser(): string {
  const known = readdirSync("/usr/lib").map((folder) => join("/usr/lib", folder, "webkit2gtk-4.1/MiniBrowser"));
  const found = known.find((path) => existsSync(path));
  if (found === undefined) throw new Error("There is no MiniBrowser. Debian's package webkit2gtk-driver has it.");
  return found;
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(child.spawnfile === "Xvfb" ? child.pid : -child.pid);
  } catch {
    // It has ended by itself.
  }
}
