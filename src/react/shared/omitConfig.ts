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

/** Returns the props without the configuration, for the element. Props that look like a secret are left out, too. */
export function omitConfig<Props extends object>(props: Props): Omit<Props, keyof FullscriptConfig> {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !CONFIG.has(name) && !isSecretName(name))) as Omit<
    Props,
    keyof FullscriptConfig
  >;
}
