import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";

export interface Postgres {
  url: string;
  stop: () => Promise<void>;
}

/** A PostgreSQL server of our own on 127.0.0.1, in a folder that goes with it: also where this process ends without a word. */
export async function startPostgres(bin: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const owner = process.getuid?.() === 0 ? findOwner() : undefined;
  let server: ChildProcess | undefined;
  const clear = () => {
    server?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", clear);

  try {
    const [password, passwordFile, data] = [
      randomBytes(16).toString("hex"),
      join(folder, "password"),
      join(folder, "data"),
    ];
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (owner) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
    const initdb = [
      "--pgdata",
      data,
      "--username",
      "tests",
      "--pwfile",
      passwordFile,
      "--auth",
      "scram-sha-256",
      "--encoding",
      "UTF8",
      "--no-locale",
      "--no-sync",
    ];
    execFileSync(join(bin, "initdb"), initdb, { ...owner, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });

    const port = await freePort();
    // What a server's crash would lose is not what is tested.
    const settings = {
      port: String(port),
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      fsync: "off",
      max_connections: "200",
    };
    const parameters = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    server = spawn(join(bin, "postgres"), ["-D", data, ...parameters], {
      ...owner,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const url = `postgres://tests:${password}@127.0.0.1:${port}/postgres`;
    await untilReady(server, url);
    const exited = once(server, "exit");
    return {
      url,
      stop: async () => {
        // "Fast": without waiting for clients.
        server?.kill("SIGINT");
        await exited;
        process.off("exit", clear);
        clear();
      },
    };
  } catch (error) {
    clear();
    throw error;
  }
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  let said = "";
  server.stderr?.on("data", (chunk) => (said = (said + String(chunk)).slice(-4_000)));
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) break;
    const client = new Client({ connectionString: url });
    const isReady = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`PostgreSQL does not start. It said:\n${said}`);
}

/** PostgreSQL refuses to run as root. */
function findOwner(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    try {
      const idOf = (which: string) =>
        Number(execFileSync("id", [which, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: idOf("-u"), gid: idOf("-g") };
    } catch {
      // There is no such user.
    }
  }
  throw new Error(
    "PostgreSQL refuses to run as root, and there is no user postgres or nobody. Run the tests as another user, or set TEST_DATABASE_URL.",
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
