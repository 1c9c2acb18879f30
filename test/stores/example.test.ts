import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { createEncryptionKey } from "../../example/backend/storage/encryptionKeys";
import { type Example, startExample } from "../../example/server";
import { authorize, CALLBACK, CLIENT, start } from "../sandbox/start";
import { createDatabase } from "./createDatabase";

let databaseUrl: string;
let dataFolder: string;

beforeAll(async () => {
  databaseUrl = await createDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), "clinic-"));
});
afterAll(() => rm(dataFolder, { recursive: true }));

it("connects at a clinic whose DATABASE_URL names the server, and stays connected through restarts and a new key", async () => {
  const sandbox = await start();
  const lines: string[] = [];
  let clinic: Example | undefined;
  onTestFinished(() => clinic?.close());
  const restart = async (options: { encryptionKey?: string } = {}) => {
    await clinic?.close();
    clinic = undefined;
    lines.length = 0;
    const client = {
      clientId: CLIENT.client_id,
      clientSecret: CLIENT.client_secret,
      redirectUri: CALLBACK,
      ...sandbox.endpoints,
    };
    clinic = await startExample({
      port: 0,
      dataFolder,
      databaseUrl,
      ...client,
      ...options,
      log: (line) => lines.push(line),
    });
  };
  const ask = (path: string, init?: RequestInit) => fetch(clinic!.origin + path, init);

  await restart();
  const Cookie = (await ask("/integrations")).headers.getSetCookie()[0]!.split(";")[0]!;
  const read = async () =>
    (await ask("/api/fullscript/connection", { headers: { Cookie } })).json() as Promise<unknown>;
  const post = (code: string, key: string) =>
    ask("/api/fullscript/connection", {
      method: "POST",
      headers: {
        Cookie,
        Origin: new URL(CALLBACK).origin,
        "Content-Type": "application/json",
        "Idempotency-Key": `"${key}"`,
      },
      body: JSON.stringify({ code, state: "fsc1.state", redirect_uri: CALLBACK }),
    });
  expect(await read()).toEqual({ connected: false });

  const [code, key] = [await authorize(sandbox), randomUUID()];
  const answer = await post(code, key);
  const body = await answer.text();
  expect(answer.status).toBe(200);
  const connected = JSON.parse(body) as unknown;
  expect(connected).toMatchObject({ connected: true });

  await restart();
  expect(await read()).toEqual(connected);
  expect(await (await post(code, key)).text()).toBe(body);
  expect(sandbox.log.entries().filter(({ path }) => path === "/api/oauth/token")).toHaveLength(1);

  const old = (await readFile(join(dataFolder, "encryption.key"), "utf8")).trim();
  expect(lines.filter((line) => line.includes("older key"))).toEqual([]);
  await restart({ encryptionKey: `${createEncryptionKey()},${old}` });
  expect(await read()).toEqual(connected);
  expect(lines).toContainEqual(expect.stringContaining("older key: 1."));
});
