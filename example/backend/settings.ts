import { fileURLToPath } from "node:url";
import { FULLSCRIPT_ORIGINS } from "react-fullscript-connect/core";

/** The environment variables that the example reads. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The three URLs of an authorization server. */
export interface Endpoints {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint: string;
}

/** The clinic's registration at an authorization server. */
export interface Client {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

/** Everything that can be set from outside. */
export interface Settings extends Client, Endpoints {
  port: number;
  sandboxPort: number;
  /** Of the store: connections of one authorization server and client don't count at another. */
  namespace: string;
  /** Holds the embedded database and the encryption key. `"memory"` keeps nothing. @default example/.data */
  dataFolder: string;
  databaseUrl: string | undefined;
  encryptionKey: string | undefined;
}

/** Reads the settings. A variable that is missing or empty means the local sandbox. Throws if a value is invalid. */
export function readSettings(env: Env): Settings {
  const read = (name: string) => env[name]?.trim() || undefined;
  const readUrl = (name: string) => {
    const value = read(name);
    if (value === undefined || URL.canParse(value)) return value;
    throw new Error(`${name} is ${JSON.stringify(value)}; it must be an absolute URL.`);
  };
  const port = readPort("PORT", read("PORT"), 5173);
  const sandboxPort = readPort("SANDBOX_PORT", read("SANDBOX_PORT"), 5174);
  if (port === sandboxPort)
    throw new Error(`PORT and SANDBOX_PORT are both ${port}: the clinic and the sandbox need one each.`);

  const environment = read("FULLSCRIPT_ENVIRONMENT");
  const endpoints = endpointsOf(environment === undefined ? `http://localhost:${sandboxPort}` : originOf(environment));
  const clientId = read("FULLSCRIPT_CLIENT_ID") ?? "quillwood-clinic";
  const tokenEndpoint = readUrl("FULLSCRIPT_TOKEN_ENDPOINT");
  return {
    port,
    sandboxPort,
    authorizationEndpoint: readUrl("FULLSCRIPT_AUTHORIZATION_ENDPOINT") ?? endpoints.authorizationEndpoint,
    tokenEndpoint: tokenEndpoint ?? endpoints.tokenEndpoint,
    revocationEndpoint: readUrl("FULLSCRIPT_REVOCATION_ENDPOINT") ?? endpoints.revocationEndpoint,
    clientId,
    clientSecret: read("FULLSCRIPT_CLIENT_SECRET") ?? "secret-of-the-local-sandbox",
    redirectUri: readUrl("FULLSCRIPT_REDIRECT_URI") ?? redirectUriOn(port),
    namespace: JSON.stringify([tokenEndpoint ?? environment ?? "local sandbox", clientId]),
    dataFolder: read("EXAMPLE_DATA_FOLDER") ?? fileURLToPath(new URL("../.data", import.meta.url)),
    databaseUrl: read("DATABASE_URL"),
    encryptionKey: read("EXAMPLE_ENCRYPTION_KEY"),
  };
}

function redirectUriOn(port: number): string {
  return `http://localhost:${port}/fullscript/callback`;
}

function endpointsOf(origin: string): Endpoints {
  const oauth = `${origin}/api/oauth`;
  return {
    authorizationEndpoint: `${oauth}/authorize`,
    tokenEndpoint: `${oauth}/token`,
    revocationEndpoint: `${oauth}/revoke`,
  };
}

function originOf(environment: string): string {
  const origin = new Map(Object.entries(FULLSCRIPT_ORIGINS)).get(environment);
  if (origin !== undefined) return origin;
  throw new Error(
    `FULLSCRIPT_ENVIRONMENT is ${JSON.stringify(environment)}; it can be ${Object.keys(FULLSCRIPT_ORIGINS).join(", ")}, or not set for the local sandbox.`,
  );
}

function readPort(name: string, value: string | undefined, fallback: number): number {
  const port = value === undefined ? fallback : Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name} is ${JSON.stringify(value)}; a port is a whole number from 1 to 65535.`);
}
