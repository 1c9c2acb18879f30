import { connect } from "node:net";
import { startExample } from "../example/server";
import { ehrOriginOn } from "../example/backend/ehrPage";
import { readSettings, type Settings } from "../example/backend/settings";
import { startSandbox } from "../sandbox";

interface Running {
  settings: Settings;
  close: () => Promise<unknown>;
}

/** Time for everything to close; whatever still hangs then is cut off. */
const CLOSING_MS = 1_500;

const running = start();
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
if (process.env.npm_lifecycle_event === "start") stopWithParent(process.ppid);

try {
  const { settings } = await running;
  if (!stopping.signal.aborted) console.log(describe(settings));
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Starts both, or neither. */
async function start(): Promise<Running> {
  const settings = readSettings(process.env);
  const { port, sandboxPort, clientId, clientSecret, redirectUri } = settings;
  await refuseTaken(port, "the clinic", "PORT");
  await refuseTaken(sandboxPort, "the sandbox", "SANDBOX_PORT");

  const sandbox = await startSandbox({
    port: sandboxPort,
    clientId,
    clientSecret,
    redirectUris: [redirectUri],
    appName: "Quillwood Clinic",
  });
  try {
    const example = await startExample({ ...settings, watch: true });
    await Promise.all([`${example.origin}/api/session`, sandbox.origin].map((url) => fetch(url)));
    return { settings, close: () => Promise.all([example.close(), sandbox.close()]) };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** Once: npm and a terminal may both pass the same Ctrl-C on. */
async function stop(): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  setTimeout(() => process.exit(0), CLOSING_MS).unref();
  await running.then(({ close }) => close());
  process.exit(0);
}

/** npm hands a SIGTERM to its shell alone, and some shells end without handing it on. */
function stopWithParent(parent: number): void {
  setInterval(() => {
    if (process.ppid !== parent) void stop();
  }, 200).unref();
}

/** Also where something else listens on the other loopback address: `localhost` might lead the browser there. */
async function refuseTaken(port: number, what: string, variable: string): Promise<void> {
  const isTaken = await Promise.any(["127.0.0.1", "::1"].map((host) => accepts(host, port))).catch(() => false);
  if (isTaken)
    throw new Error(
      `Port ${port} is already in use, so ${what} cannot start there. Stop what uses it, or choose another port: ${variable}=${port + 10}.`,
    );
}

/** Rejects where nobody listens. */
function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const connection = connect(port, host, () => {
      connection.destroy();
      resolve(true);
    }).on("error", reject);
  });
}

function describe({ port, sandboxPort, authorizationEndpoint, tokenEndpoint, revocationEndpoint }: Settings): string {
  const others = [authorizationEndpoint, tokenEndpoint, revocationEndpoint]
    .map((url) => new URL(url))
    .filter(({ hostname }) => !/^(localhost|127\.[\d.]+|\[::1])$/.test(hostname));
  const reach =
    others.length === 0
      ? "Nothing leaves this machine."
      : `The clinic connects to ${[...new Set(others.map(({ host }) => host))].join(" and ")}.`;
  return `
  Quillwood Clinic, an example app      http://localhost:${port}
  Fullscript sandbox, a local stand-in  http://localhost:${sandboxPort}
  Another site, the clinic in a frame   ${ehrOriginOn(port)}/ehr

  Open the clinic and choose "Connect my Fullscript account". ${reach}
  Ctrl-C stops both.
`;
}
