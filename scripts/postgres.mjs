import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";

/** Debian keeps the newest version's programs off the PATH. */
function known() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    process.env.POSTGRES_BIN,
    ...versions.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find(
    (folder) => folder && ["initdb", "postgres"].every((program) => existsSync(join(folder, program))),
  );
}

/** The folder with PostgreSQL's `initdb` and `postgres`; installed first where they are missing, by Debian's packages. */
export function ensurePostgres() {
  const found = known();
  if (found) return found;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    // The package would start a server of its own.
    mkdirSync("/etc/postgresql-common", { recursive: true });
    if (!existsSync("/etc/postgresql-common/createcluster.conf"))
      writeFileSync("/etc/postgresql-common/createcluster.conf", "create_main_cluster = false\n");
    const run = (...parameters) =>
      execFileSync("apt-get", parameters, {
        stdio: "inherit",
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    run("update", "--quiet");
    run("install", "--yes", "--quiet", "--no-install-recommends", "postgresql");
  }
  const installed = known();
  if (installed) return installed;
  throw new Error(
    "There is no PostgreSQL, which the tests of stores need. Install it (Debian: postgresql; macOS: brew install postgresql), set POSTGRES_BIN " +
      "to the folder of its programs, or set TEST_DATABASE_URL to the URL of a server on which databases may be created.",
  );
}
