import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APPS, folderOf, run } from "./apps";

const root = join(import.meta.dirname, "../..");

/** Packs what was built, once, and installs it into every app, beside the packages of the app's lock file. */
export default async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tarball-"));
  const packed = pack(folder);
  await Promise.all(
    APPS.map(async (app) => {
      await installPackages(folderOf(app));
      await unpack(await packed, folderOf(app));
    }),
  );
  rmSync(folder, { recursive: true });
}

async function pack(folder: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
    cwd: root,
  });
  return join(folder, stdout.trim());
}

async function installPackages(app: string): Promise<void> {
  if (timeOf(join(app, "node_modules/.package-lock.json")) > timeOf(join(app, "package-lock.json"))) return;
  await run("npm", ["ci", "--prefer-offline", "--ignore-scripts"], { cwd: app });
}

/** When npm has written a lock file; 0 where there is none. */
function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** What `npm install` does with a tarball, but that no lock file gets a path of this machine. */
async function unpack(tarball: string, app: string): Promise<void> {
  const installed = join(app, "node_modules/react-fullscript-connect");
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed);
  await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
}
