import { parseArgs } from "node:util";
import { type Sandbox, type SandboxOptions, startSandbox } from "./index";

const USAGE = `
  react-fullscript-connect sandbox [options]

  Starts a local stand-in for Fullscript's authorization server, with sign-in, sign-up and consent pages, and with
  switches for what goes wrong. It needs no account, and forgets everything when it stops.

  --port <number>          where it listens, on this machine alone; 0 takes a free one   (5174)
  --redirect-uri <url>     your callback page; may be repeated                           (http://localhost:5173/fullscript/callback)
  --client-id <text>       any                                                           (sandbox-client)
  --client-secret <text>   any, but no real one                                          (sandbox-secret)
  --app-name <text>        how the consent page calls your app                           (Your app)
`;

/** Told without a stack: the user can mend it. */
class UsageError extends Error {}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const isOwn = error instanceof UsageError;
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n${isOwn ? USAGE : ""}`);
  process.exitCode = isOwn ? 2 : 1;
}

async function run(words: string[]): Promise<void> {
  const { values, command } = parse(words);
  if (values.help) return console.log(USAGE);
  if (command !== "sandbox")
    throw new UsageError(
      command === undefined ? "There is nothing to do." : `There is no command ${JSON.stringify(command)}.`,
    );

  const options: SandboxOptions = {
    port: parsePort(values.port),
    clientId: values["client-id"],
    clientSecret: values["client-secret"],
    redirectUris: values["redirect-uri"],
    appName: values["app-name"],
  };
  const sandbox = await start(options);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close());
  console.log(describe(sandbox, options));
}

function parse(words: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        port: { type: "string", default: "5174" },
        "redirect-uri": { type: "string", multiple: true, default: ["http://localhost:5173/fullscript/callback"] },
        "client-id": { type: "string", default: "sandbox-client" },
        "client-secret": { type: "string", default: "sandbox-secret" },
        "app-name": { type: "string", default: "Your app" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (positionals.length > 1) throw new UsageError(`One command at a time: ${positionals.join(" ")}`);
    return { values, command: positionals[0] };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port is ${JSON.stringify(text)}, and must be a number from 0 to 65535.`);
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const isTaken = error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code === "EADDRINUSE";
    throw isTaken
      ? new Error(
          `Port ${options.port} is already in use. Stop what uses it, or choose another: --port ${options.port + 1}`,
        )
      : error;
  }
}

function describe(
  { origin, endpoints }: Sandbox,
  { clientId, clientSecret, redirectUris: [redirectUri] }: SandboxOptions,
): string {
  const [id, secret, uri, authorize, token, revoke] = [
    clientId,
    clientSecret,
    redirectUri,
    endpoints.authorizationEndpoint,
    endpoints.tokenEndpoint,
    endpoints.revocationEndpoint,
  ].map((value) => JSON.stringify(value));
  return `
  Fullscript sandbox, a local stand-in  ${origin}

  Your front end's configuration
    clientId: ${id},
    redirectUri: ${uri},
    environment: { authorizationEndpoint: ${authorize} },

  Your back end's createConnectionHandler
    clientId: ${id},
    clientSecret: ${secret},
    redirectUri: ${uri},
    environment: { tokenEndpoint: ${token}, revocationEndpoint: ${revoke} },

  Sign in as the practitioner who is filled in, or sign up. At ${origin} you choose what goes wrong. Ctrl-C stops it.
`;
}
