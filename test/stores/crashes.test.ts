import { randomUUID } from "node:crypto";
import { Client, Pool } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { useToken as tryToken } from "../sandbox/start";
import { type AuthorizationServer, startAuthorizationServer } from "./authorizationServer";
import { type Backend, createBackend, KEY } from "./createBackend";
import { createDatabase } from "./createDatabase";
import { type Message, startWorker } from "./startWorker";

/** Longer than any lease here. */
const LEASE_MS = 60_000;

const CONNECTED = { status: 200, body: expect.stringContaining('"connected":true') as string };
const DISCONNECTED = { status: 200, body: '{"connected":false}' };
/** Fullscript has refused the last refresh. */
const ENDED = { status: 200, body: expect.stringMatching(/^\{"connected":false,"reconnect":true,/) as string };
const LATER = { status: 503, body: expect.any(String) as string };
const START_AGAIN = { status: 400, body: expect.stringContaining("invalid_grant") as string };

let databaseUrl: string;
let pool: Pool;

beforeAll(async () => {
  databaseUrl = await createDatabase();
  pool = new Pool({ connectionString: databaseUrl });
  await createPostgresStore({ client: pool, encryptionKeys: [KEY] }).migrate();
});
afterAll(() => pool.end());

interface World {
  server: AuthorizationServer;
  /** Other processes: one at once, one after every lease. */
  now: Backend;
  later: Backend;
  /** Runs a task in a process of its own, and kills the process at this step. */
  dieAt: (step: string, message: Message) => Promise<void>;
  /** Connects with a fresh code, and expects that its tokens are in use and work. */
  connectAnew: (backend: Backend) => Promise<void>;
}

async function startWorld(): Promise<World> {
  const server = await startAuthorizationServer();
  const options = { endpoints: server.endpoints, userId: randomUUID(), timeoutMs: 1_000 };
  return {
    server,
    now: createBackend(pool, options),
    later: createBackend(pool, { ...options, aheadMs: LEASE_MS }),
    dieAt: async (step, message) => {
      const isOfServer = step === "received" || step === "processed";
      const statementEnd = STATEMENT_ENDS[step];
      const worker = await startWorker({
        ...options,
        databaseUrl,
        timeoutMs: 5_000,
        ...(isOfServer || statementEnd ? {} : { pauseAt: step }),
      });
      if (statementEnd) {
        const waiting = await holdSave(options.userId);
        worker.begin(message);
        const pid = await waiting.untilBlocked();
        await worker.kill();
        if (statementEnd === "canceled") await pool.query("select pg_terminate_backend($1)", [pid]);
        await waiting.release(pid);
      } else if (isOfServer) {
        const held = server.holdAt(step);
        worker.begin(message);
        await held;
      } else await worker.runUntilPaused(message);
      await worker.kill();
    },
    connectAnew: async (backend) => {
      expect(await backend.post(await server.issueCode(), randomUUID())).toMatchObject(CONNECTED);
      await expectLastTokens(server, backend);
    },
  };
}

/** The process dies while the database runs its statement. Then the statement may still complete, or it may not. */
const STATEMENT_ENDS: Partial<Record<string, "completed" | "canceled">> = {
  "inside the statement, which completes": "completed",
  "inside the statement, which is canceled": "canceled",
};

/** Blocks the statement that saves this user's connection, after it has updated the claim, by a row that is not committed. */
async function holdSave(
  userId: string,
): Promise<{ untilBlocked: () => Promise<number>; release: (pid: number) => Promise<void> }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query("begin");
  await client.query("insert into fullscript_connections values ('default', $1, '', '', '')", [userId]);
  const poll = async <T>(sql: string, values: unknown[], isDone: (rows: { pid: number }[]) => T | undefined) => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const done = isDone((await pool.query<{ pid: number }>(sql, values)).rows);
      if (done !== undefined) return done;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("The database did not do what was expected.");
  };
  const blocked = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  return {
    untilBlocked: () => poll(blocked, [], ([row]) => row?.pid),
    async release(pid) {
      await client.query("rollback");
      const alive = "select pid from pg_stat_activity where pid = $1";
      await poll(alive, [pid], ({ length }) => (length === 0 ? true : undefined));
    },
  };
}

async function expectLastTokens(server: AuthorizationServer, backend: Backend): Promise<void> {
  const token = await backend.getToken();
  expect(token).toBe(server.issued.at(-1));
  expect(await tryToken(server.sandbox, token)).toBe(200);
  expect(await backend.read()).toMatchObject(CONNECTED);
}

describe("a process that is killed while it exchanges a code", () => {
  it.each([
    ["before it has claimed anything", "before claim 1", 1],
    ["when it has claimed the key", "after claim 1", 1],
    ["when it has claimed one of the user's codes per minute", "after claim 2", 1],
    ["in the middle of saving, which completes", "inside the statement, which completes", 1],
    ["when it has saved the tokens", "after settle 1", 1],
  ])("%s: a retry at once connects, and gets one answer however often", async (_, step, presentations) => {
    const { server, now, later, dieAt } = await startWorld();
    const [code, key] = [await server.issueCode(), randomUUID()];
    await dieAt(step, { task: "post", code, key });
    const answer = await now.post(code, key);
    expect(answer).toMatchObject(CONNECTED);
    for (const backend of [now, later]) expect(await backend.post(code, key)).toEqual(answer);
    expect(server.presented).toHaveLength(presentations);
    await expectLastTokens(server, now);
  });

  it.each([
    ["when it has claimed the code", "after claim 3", 0],
    ["while the request is on its way", "received", 1],
    ["while the answer is on its way", "processed", 1],
    ["when it has the answer", "after fetch 1", 1],
    ["in the middle of saving, which is canceled", "inside the statement, which is canceled", 1],
  ])("%s: a retry is told to wait, then to start again, and a fresh code connects", async (_, step, presentations) => {
    const { server, now, later, connectAnew, dieAt } = await startWorld();
    const [code, key] = [await server.issueCode(), randomUUID()];
    await dieAt(step, { task: "post", code, key });
    expect(await now.post(code, key)).toMatchObject(LATER);
    expect(await now.read()).toEqual(DISCONNECTED);
    for (const again of [key, key, randomUUID(), undefined])
      expect(await later.post(code, again)).toMatchObject(START_AGAIN);
    expect(await later.read()).toEqual(DISCONNECTED);
    expect(server.presented).toHaveLength(presentations);

    await connectAnew(later);
    expect(await now.post(code, key)).toMatchObject(START_AGAIN);
    expect(server.presented.filter((each) => each === code)).toHaveLength(presentations);
    await expectLastTokens(server, now);
  });

  it("keeps nobody waiting who has a fresh code", async () => {
    const { server, now, connectAnew, dieAt } = await startWorld();
    await dieAt("processed", { task: "post", code: await server.issueCode(), key: randomUUID() });
    await connectAnew(now);
  });
});

describe("a process that is killed while it refreshes", () => {
  /** A connection whose access token is in its last minute. */
  async function startDue(): Promise<World> {
    const world = await startWorld();
    world.server.sandbox.switches.set({ accessTokenLifetimeMs: 30_000 });
    expect(await world.now.post(await world.server.issueCode())).toMatchObject(CONNECTED);
    world.server.sandbox.switches.reset();
    world.server.presented.length = 0;
    return world;
  }

  it.each([
    ["before it has the lease", "before claim 1"],
    ["when it has saved the tokens", "after replaceConnection 1"],
  ])("%s: the next one has a token at once", async (_, step) => {
    const { server, now, dieAt } = await startDue();
    await dieAt(step, { task: "getToken" });
    await expectLastTokens(server, now);
    expect(server.presented).toHaveLength(1);
    expect(server.issued).toHaveLength(2);
  });

  it.each([
    ["when it has the lease", "after claim 1", 1],
    // Fullscript never saw the first one.
    ["while the request is on its way", "received", 2],
  ])("%s: the next one waits for the lease, and then has a token", async (_, step, presentations) => {
    const { server, now, later, dieAt } = await startDue();
    await dieAt(step, { task: "getToken" });
    // The lease is taken, and the old token still lives.
    expect(await now.getToken()).toBe(server.issued[0]);
    await expectLastTokens(server, later);
    expect(server.presented).toHaveLength(presentations);
    expect(server.issued).toHaveLength(2);
  });

  it.each([
    ["while the answer is on its way", "processed"],
    ["when it has the answer", "after fetch 1"],
    ["before it saves the tokens", "before replaceConnection 1"],
  ])("%s: the tokens are lost, the user is told to connect again, and a fresh code connects", async (_, step) => {
    const { server, now, later, connectAnew, dieAt } = await startDue();
    await dieAt(step, { task: "getToken" });
    // The lease is taken, and the old token still lives.
    expect(await now.getToken()).toBe(server.issued[0]);
    for (let round = 0; round < 2; round++) expect(await later.getToken()).toBe("code_rejected");
    expect(await later.read()).toMatchObject(ENDED);
    // The second time Fullscript refused it, which is how it became known; there is no third.
    expect(server.presented).toHaveLength(2);
    await connectAnew(later);
  });

  it("keeps nobody waiting who has a fresh code", async () => {
    const { now, connectAnew, dieAt } = await startDue();
    await dieAt("processed", { task: "getToken" });
    await connectAnew(now);
  });
});

describe("a process that is killed while it disconnects", () => {
  async function startConnected(): Promise<World & { token: string }> {
    const world = await startWorld();
    expect(await world.now.post(await world.server.issueCode())).toMatchObject(CONNECTED);
    return { ...world, token: await world.now.getToken() };
  }

  it.each([
    ["before it has the lease", "before claim 1"],
    ["when it has the lease", "after claim 1"],
    ["while the request is on its way", "received"],
    ["while the answer is on its way", "processed"],
    ["between the two tokens", "after fetch 1"],
    ["when both are revoked", "after fetch 2"],
    ["when the connection is forgotten", "after replaceConnection 1"],
  ])("%s: after the lease the user can disconnect, and connect again", async (_, step) => {
    const { server, later, connectAnew, dieAt, token } = await startConnected();
    await dieAt(step, { task: "disconnect" });
    expect(await later.disconnect()).toEqual(DISCONNECTED);
    expect(await later.read()).toEqual(DISCONNECTED);
    expect(await later.getToken()).toBe("code_rejected");
    expect(await tryToken(server.sandbox, token)).toBe(401);
    await connectAnew(later);
  });

  it("reports no connection at once after it was forgotten", async () => {
    const { now, dieAt } = await startConnected();
    await dieAt("after replaceConnection 1", { task: "disconnect" });
    expect(await now.read()).toEqual(DISCONNECTED);
  });

  it("detects revoked tokens at the next refresh if nobody disconnects again", async () => {
    const { server, dieAt, later, now } = await startWorld();
    server.sandbox.switches.set({ accessTokenLifetimeMs: 30_000 });
    expect(await now.post(await server.issueCode())).toMatchObject(CONNECTED);
    await dieAt("processed", { task: "disconnect" });
    expect(await later.getToken()).toBe("code_rejected");
    expect(await later.read()).toMatchObject(ENDED);
  });
});
