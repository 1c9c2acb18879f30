import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { type Command, parseOptions, UsageError } from "./Command";

export const sandbox: Command = {
  usage: `
  react-fullscript-connect sandbox [options]

  Starts a local stand-in for Fullscript's authorization server, with sign-in, sign-up and consent pages. Its home page
  chooses what goes wrong. It needs no account, and forgets everything when it stops.

  --port <number>          the port on this machine; 0 takes a free one          (5174)
  --redirect-uri <url>     your callback page; may be repeated                   (http://localhost:5173/fullscript/callback)
  --client-id <text>       any text                                              (sandbox-client)
  --client-secret <text>   any text, but no real secret                          (sandbox-secret)
  --app-name <text>        your app's name on the consent page                   (Your app)
`,
  async run(words) {
    const values = parseOptions(words, {
      port: { type: "string", default: "5174" },
      "redirect-uri": { type: "string", multiple: true, default: ["http://localhost:5173/fullscript/callback"] },
      "client-id": { type: "string", default: "sandbox-client" },
      "client-secret": { type: "string", default: "sandbox-secret" },
      "app-name": { type: "string", default: "Your app" },
    });
    const options: SandboxOptions = {
      port: parsePort(values.port),
      clientId: values["client-id"],
      clientSecret: values["client-secret"],
      redirectUris: values["redirect-uri"],
      appName: values["app-name"],
    };
    const running = await start(options);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void running.close());
    console.log(describe(running, options));
    return 0;
  },
};

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
  const [id, secret, uri, authorize, token, revoke, api] = [
    clientId,
    clientSecret,
    redirectUri,
    endpoints.authorizationEndpoint,
    endpoints.tokenEndpoint,
    endpoints.revocationEndpoint,
    `${origin}/api`,
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
    environment: { tokenEndpoint: ${token}, revocationEndpoint: ${revoke}, apiBase: ${api} },

  Sign in as the practitioner who is filled in, or sign up. At ${origin} you choose what goes wrong. Ctrl-C stops it.
`;
}
