import { claimChecks } from "./claimChecks";
import { connectionChecks } from "./connectionChecks";
import type { ConnectionStoreCheck } from "./ConnectionStoreCheck";
import { settleChecks } from "./settleChecks";

/**
 * Checks for a host's `ConnectionStore`, for any test runner. Run them on the database that
 * the host has in production, with two connections to it: what they look for shows if two requests arrive at once. They use random ids,
 * leave their rows behind, and are wrong on a store that caches what another process may change.
 *
 * @example for (const { name, run } of connectionStoreChecks) it(name, () => run(() => createConnectionStore(pool)));
 */
export const connectionStoreChecks: readonly ConnectionStoreCheck[] = [
  ...claimChecks,
  ...settleChecks,
  ...connectionChecks,
];
