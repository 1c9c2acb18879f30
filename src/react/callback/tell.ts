import type { Outcome } from "../../core/outcome";
import type { FullscriptCallbackOptions } from "./callbackState";

/** Calls the host's function for an outcome: of several hosts, the first that has one. */
export function tell(outcome: Outcome, hosts: readonly FullscriptCallbackOptions[]): void {
  switch (outcome.status) {
    case "connected":
      return hosts.find((host) => host.onConnected)?.onConnected?.(outcome);
    case "cancelled":
      return hosts.find((host) => host.onCancelled)?.onCancelled?.(outcome);
    case "expired":
      return hosts.find((host) => host.onExpired)?.onExpired?.(outcome);
    case "failed":
      return hosts.find((host) => host.onFailed)?.onFailed?.(outcome);
    default:
      outcome satisfies never;
  }
}
