import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { startSandbox } from "../../sandbox";
import { freePort } from "../e2e/freePort";
import { folderOf, run } from "./apps";
import { CLIENT, type Consumer } from "./Consumer";
import type { Serve } from "./front";

const cwd = folderOf("next");
const next = join(cwd, "node_modules/next/dist/bin/next");

/** Builds the Next.js app and starts it; its backend is a route handler of its own. */
export async function startNext(): Promise<Consumer> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const redirectUri = `${origin}/fullscript/callback`;
  const sandbox = await startSandbox({ port: 0, ...CLIENT, redirectUris: [redirectUri] });
  const { authorizationEndpoint, tokenEndpoint, revocationEndpoint } = sandbox.endpoints;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_PUBLIC_FULLSCRIPT_CLIENT_ID: CLIENT.clientId,
    NEXT_PUBLIC_FULLSCRIPT_REDIRECT_URI: redirectUri,
    NEXT_PUBLIC_FULLSCRIPT_AUTHORIZATION_ENDPOINT: authorizationEndpoint,
  };
  // Without the secret, as in most pipelines.
  await run(process.execPath, [next, "build"], { cwd, env });
  Object.assign(env, {
    FULLSCRIPT_CLIENT_SECRET: CLIENT.clientSecret,
    FULLSCRIPT_TOKEN_ENDPOINT: tokenEndpoint,
    FULLSCRIPT_REVOCATION_ENDPOINT: revocationEndpoint,
  });

  // A process group of its own, so that nothing outlives the tests.
  const server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(server, "exit");
  const kill = () => {
    try {
      if (server.pid) process.kill(-server.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  // Also where a hook has failed, and nobody closes.
  process.once("exit", kill);
  await new Promise<void>((resolve, reject) => {
    server.stdout.on("data", (chunk) => String(chunk).includes("Ready") && resolve());
    void exit.then(() => reject(new Error("next start has ended")));
  });

  return {
    ...{ origin, sandbox, serveHost: passOn(port) },
    close: async () => {
      kill();
      await Promise.all([exit, sandbox.close()]);
    },
  };
}

const passOn =
  (port: number): Serve =>
  ({ method, url, headers }, response, body) => {
    request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    })
      .on("error", () => response.destroy())
      .end(body);
  };
