import { FullscriptError } from "./FullscriptError";

/** Returns whether a name looks like a secret. */
export const isSecretName = (name: string): boolean => /secret(?!ary)/i.test(name);

/** Throws `misconfigured` if a name in the configuration or an address looks like a client secret. */
export function refuseSecret(config: object, addresses: readonly unknown[]): void {
  if (!Object.keys(config).some(isSecretName) && !/client_?secret/i.test(JSON.stringify(addresses))) return;
  throw new FullscriptError("misconfigured", "The configuration contains a client secret.");
}
