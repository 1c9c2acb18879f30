import type { FullscriptConfig } from "../../core/FullscriptConfig";
import { isSecretName } from "../../core/refuseSecret";

const CONFIG = new Set<PropertyKey>([
  "clientId",
  "redirectUri",
  "environment",
  "endpoint",
  "headers",
  "credentials",
  "fetch",
  "timeoutMs",
  "idempotent",
  "subject",
  "storage",
] satisfies (keyof FullscriptConfig)[]);

/** Props without the configuration: what is left belongs to the element. What looks like a secret reaches no element either. */
export function withoutConfig<Props extends object>(props: Props): Omit<Props, keyof FullscriptConfig> {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !CONFIG.has(name) && !isSecretName(name))) as Omit<
    Props,
    keyof FullscriptConfig
  >;
}
