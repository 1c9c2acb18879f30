// @vitest-environment node
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { lockFolder } from "../../example/backend/storage/lockFolder";

const folder = () => `/nowhere/${crypto.randomUUID()}`;
const unlocks: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const unlock of unlocks.splice(0)) await unlock();
});

async function lock(path: string): Promise<boolean> {
  const unlock = await lockFolder(path);
  if (unlock) unlocks.push(unlock);
  return unlock !== undefined;
}

it("gives a folder to one at a time", async () => {
  const mine = folder();
  expect(await lock(mine)).toBe(true);
  expect(await lock(mine)).toBe(false);
  expect(await lock(folder())).toBe(true);
  await unlocks[0]!();
  expect(await lock(mine)).toBe(true);
});

it("takes a folder over from a process that was killed", async () => {
  const mine = folder();
  const script = `import("./example/backend/storage/lockFolder.ts").then(async ({ lockFolder }) => { await lockFolder(${JSON.stringify(mine)}); console.log("locked"); setInterval(() => {}, 1000); });`;
  const holder = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script]);
  await once(holder.stdout, "data");
  expect(await lock(mine)).toBe(false);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await lock(mine)).toBe(true);
}, 20_000);

it("refuses to go on if another user of the machine holds the lock", async () => {
  const mine = folder();
  expect(await lock(mine)).toBe(true);
  vi.spyOn(process, "getuid").mockReturnValue(process.getuid!() + 1);
  await expect(lockFolder(mine)).rejects.toThrow("Another user of this machine holds the lock");
});
