// @vitest-environment node
import { describe, expect, it } from "vitest";
import { type Env, readSettings, type Settings } from "../../example/backend/settings";

const local = "http://localhost:5174/api/oauth";
const usSandbox = "https://api-us-snd.fullscript.io/api/oauth";

const defaults = {
  port: 5173,
  sandboxPort: 5174,
  authorizationEndpoint: `${local}/authorize`,
  tokenEndpoint: `${local}/token`,
  revocationEndpoint: `${local}/revoke`,
  redirectUri: "http://localhost:5173/fullscript/callback",
  databaseUrl: undefined,
  encryptionKey: undefined,
} satisfies Partial<Settings>;

describe("the environment variables", () => {
  it.each<[string, Env, Partial<Settings>]>([
    ["nothing: all is local", {}, defaults],
    [
      "an empty value: as if it were not set",
      { FULLSCRIPT_ENVIRONMENT: "", FULLSCRIPT_CLIENT_ID: " ", PORT: "", FULLSCRIPT_REDIRECT_URI: "" },
      defaults,
    ],
    [
      "PORT: the redirect URI follows",
      { PORT: "8080" },
      { ...defaults, port: 8080, redirectUri: "http://localhost:8080/fullscript/callback" },
    ],
    [
      "SANDBOX_PORT: the endpoints follow",
      { SANDBOX_PORT: "8081" },
      { sandboxPort: 8081, tokenEndpoint: "http://localhost:8081/api/oauth/token" },
    ],
    [
      "FULLSCRIPT_ENVIRONMENT: all endpoints are that one's",
      { FULLSCRIPT_ENVIRONMENT: "us-snd" },
      {
        authorizationEndpoint: `${usSandbox}/authorize`,
        tokenEndpoint: `${usSandbox}/token`,
        revocationEndpoint: `${usSandbox}/revoke`,
      },
    ],
    [
      "ca",
      { FULLSCRIPT_ENVIRONMENT: "ca" },
      { authorizationEndpoint: "https://api-ca.fullscript.com/api/oauth/authorize" },
    ],
    [
      "FULLSCRIPT_AUTHORIZATION_ENDPOINT alone",
      { FULLSCRIPT_AUTHORIZATION_ENDPOINT: "https://a.example/go" },
      { ...defaults, authorizationEndpoint: "https://a.example/go" },
    ],
    [
      "FULLSCRIPT_TOKEN_ENDPOINT alone",
      { FULLSCRIPT_TOKEN_ENDPOINT: "https://a.example/token" },
      { ...defaults, tokenEndpoint: "https://a.example/token" },
    ],
    [
      "FULLSCRIPT_REVOCATION_ENDPOINT over an environment",
      { FULLSCRIPT_ENVIRONMENT: "us-snd", FULLSCRIPT_REVOCATION_ENDPOINT: "https://a.example/revoke" },
      {
        authorizationEndpoint: `${usSandbox}/authorize`,
        tokenEndpoint: `${usSandbox}/token`,
        revocationEndpoint: "https://a.example/revoke",
      },
    ],
    [
      "FULLSCRIPT_CLIENT_ID and FULLSCRIPT_CLIENT_SECRET",
      { FULLSCRIPT_CLIENT_ID: "id", FULLSCRIPT_CLIENT_SECRET: "s" },
      { clientId: "id", clientSecret: "s" },
    ],
    [
      "FULLSCRIPT_REDIRECT_URI over PORT",
      { PORT: "8080", FULLSCRIPT_REDIRECT_URI: "https://clinic.example/back" },
      { port: 8080, redirectUri: "https://clinic.example/back" },
    ],
    ["EXAMPLE_DATA_FOLDER", { EXAMPLE_DATA_FOLDER: "memory" }, { dataFolder: "memory" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://db.example/clinic" }, { databaseUrl: "postgres://db.example/clinic" }],
  ])("%s", (_, env, expected) => {
    expect(readSettings(env)).toMatchObject(expected);
  });

  it.each<[string, Env]>([
    ["FULLSCRIPT_ENVIRONMENT", { FULLSCRIPT_ENVIRONMENT: "eu" }],
    ["FULLSCRIPT_ENVIRONMENT", { FULLSCRIPT_ENVIRONMENT: "__proto__" }],
    ["FULLSCRIPT_REDIRECT_URI", { FULLSCRIPT_REDIRECT_URI: "/fullscript/callback" }],
    ["FULLSCRIPT_AUTHORIZATION_ENDPOINT", { FULLSCRIPT_AUTHORIZATION_ENDPOINT: "fullscript.example" }],
    ["PORT", { PORT: "web" }],
    ["PORT", { PORT: "65536" }],
    ["SANDBOX_PORT", { SANDBOX_PORT: "-1" }],
    ["SANDBOX_PORT", { PORT: "9000", SANDBOX_PORT: "9000" }],
  ])("refuses a %s that makes no sense, by name", (name, env) => {
    expect(() => readSettings(env)).toThrow(name);
  });

  it("keeps the connections of two authorization servers and of two clients apart", () => {
    const namespaces = [
      {},
      { FULLSCRIPT_ENVIRONMENT: "us" },
      { FULLSCRIPT_ENVIRONMENT: "ca" },
      { FULLSCRIPT_CLIENT_ID: "id" },
      { FULLSCRIPT_TOKEN_ENDPOINT: "https://a.example/token" },
    ];
    expect(new Set(namespaces.map((env) => readSettings(env).namespace)).size).toBe(namespaces.length);
  });
});
