import { randomBytes } from "node:crypto";

/** What a sandbox is started with. */
export interface SandboxOptions {
  /** The port on 127.0.0.1; 0 takes a free one. */
  port: number;
  clientId: string;
  clientSecret: string;
  /** Compared character by character, as on Fullscript's dashboard. */
  redirectUris: readonly string[];
  /** @default "Your app" */
  appName?: string;
  /** @default 600000, Fullscript's ten minutes */
  codeLifetimeMs?: number;
  /** @default 7200000 */
  accessTokenLifetimeMs?: number;
  /** What its pages send as `Cross-Origin-Opener-Policy`; `"same-origin"` cuts a popup off from the page that opened it. @default "unsafe-none" */
  openerPolicy?: "unsafe-none" | "same-origin-allow-popups" | "same-origin";
  /** What each code is; for tests. @default 256 random bits */
  createCode?: () => string;
  /** The clock that codes and tokens expire by; for tests. @default Date.now */
  now?: () => number;
}

export type Settings = Readonly<Required<SandboxOptions>>;

export function createSettings(options: SandboxOptions): Settings {
  if (options.clientId === "" || options.clientSecret === "")
    throw new Error("The sandbox needs a clientId and a clientSecret: without them no app can identify itself.");
  if (options.redirectUris.length === 0)
    throw new Error("The sandbox needs at least one redirect URI: nothing else says where a code may be sent.");
  options.redirectUris.forEach(refuseUnusable);
  return {
    appName: "Your app",
    codeLifetimeMs: 10 * 60_000,
    accessTokenLifetimeMs: 2 * 60 * 60_000,
    openerPolicy: "unsafe-none",
    createCode,
    now: Date.now,
    ...options,
  };
}

function createCode(): string {
  return randomBytes(32).toString("base64url");
}

/** RFC 6749 §3.1.2: absolute, without a fragment. The Location header that will carry it holds visible ASCII alone. */
function refuseUnusable(uri: string): void {
  if (!URL.canParse(uri) || uri.includes("#") || !/^[\x21-\x7e]+$/.test(uri)) {
    throw new Error(
      `The redirect URI ${JSON.stringify(uri)} cannot be registered: it must be an absolute URL without a fragment, percent-encoded.`,
    );
  }
}
