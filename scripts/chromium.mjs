import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const known = () =>
  [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    chromium.executablePath(),
  ].find((path) => path && existsSync(path));

/** Where Chromium is; installed first where it is missing: from Debian's packages, elsewhere by Playwright. */
export function ensureChromium() {
  const found = known();
  if (found) return found;
  const run = (command, parameters) =>
    execFileSync(command, parameters, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    run("apt-get", ["update", "--quiet"]);
    run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"]);
  } else {
    run(process.execPath, ["node_modules/playwright-core/cli.js", "install", "chromium"]);
  }
  const installed = known();
  if (!installed)
    throw new Error("Chromium could not be installed. Install it by hand and set CHROMIUM_PATH to its executable.");
  return installed;
}
