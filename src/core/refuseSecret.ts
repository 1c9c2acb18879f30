import { FullscriptError } from "./FullscriptError";

/** Throws `misconfigured` for what looks like a client secret: among the configuration's names, or in an address. */
export function refuseSecret(config: object, addresses: readonly unknown[]): void {
  if (!Object.keys(config).some((name) => /secret(?!ar)/i.test(name)) && !/client_?secret/i.test(JSON.stringify(addresses))) return;
  throw new FullscriptError(
    "misconfigured",
    "The configuration holds a client secret, and everyone can read what a browser holds. Keep it on your server, and change it at Fullscript.",
  );
}
