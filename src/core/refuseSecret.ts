import { FullscriptError } from "./FullscriptError";

/** Whether something of this name is none of a browser's business. */
export const isSecretName = (name: string): boolean => /secret(?!ary)/i.test(name);

/** Throws `misconfigured` for what looks like a client secret: among the configuration's names, or in an address. */
export function refuseSecret(config: object, addresses: readonly unknown[]): void {
  if (!Object.keys(config).some(isSecretName) && !/client_?secret/i.test(JSON.stringify(addresses))) return;
  throw new FullscriptError(
    "misconfigured",
    "The configuration holds a client secret, and everyone can read what a browser holds. Keep it on your server, and change it at Fullscript.",
  );
}
