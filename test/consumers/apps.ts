import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);

const folder = join(import.meta.dirname, "apps");

/** Every app here. */
export const APPS = readdirSync(folder).filter((name) => existsSync(join(folder, name, "package.json")));

/** Where an app is. */
export const folderOf = (app: string): string => join(folder, app);
