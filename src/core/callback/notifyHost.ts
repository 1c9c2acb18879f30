import type { Outcome } from "../outcome";
import type { CallbackOptions } from "./FullscriptCallbackState";

/** Calls the host's function for an outcome: of several subscribers, the first that passes one. */
export function notifyHost(outcome: Outcome, subscribers: readonly CallbackOptions[]): void {
  switch (outcome.status) {
    case "connected":
      return subscribers.find(({ onConnected }) => onConnected)?.onConnected?.(outcome);
    case "cancelled":
      return subscribers.find(({ onCancelled }) => onCancelled)?.onCancelled?.(outcome);
    case "expired":
      return subscribers.find(({ onExpired }) => onExpired)?.onExpired?.(outcome);
    case "failed":
      return subscribers.find(({ onFailed }) => onFailed)?.onFailed?.(outcome);
    default:
      return outcome satisfies never;
  }
}
