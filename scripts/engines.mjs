import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];
const WEBKIT = ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"];

/** Debian's packages, where this is Debian, and root. */
function install(...packages) {
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return;
  const run = (...parameters) =>
    execFileSync("apt-get", parameters, {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  run("update", "--quiet");
  run("install", "--yes", "--quiet", "--no-install-recommends", ...packages);
}

/** Where Firefox is; installed first where it is missing. */
export function ensureFirefox() {
  const known = () => [process.env.FIREFOX_PATH, ...FIREFOX].find((path) => path && existsSync(path));
  if (!known()) install("firefox-esr");
  const found = known();
  if (!found)
    throw new Error("There is no Firefox. Install it (Debian: firefox-esr), or set FIREFOX_PATH to its executable.");
  return found;
}

/** WebKitGTK, its driver and a screen for it; installed first where they are missing. */
export function ensureWebKit() {
  const isThere = () => WEBKIT.every((path) => existsSync(path));
  if (!isThere()) install("webkit2gtk-driver", "xvfb");
  if (!isThere())
    throw new Error(
      "There is no WebKit. It comes from Debian's packages webkit2gtk-driver and xvfb; elsewhere, name the other engines: npm run test:engines -- firefox",
    );
}
