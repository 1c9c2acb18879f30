import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";

/** Returns the URL of the host's endpoint for an environment. Throws `misconfigured` if there is none. */
export function endpointUrl({
  endpoint,
  environment,
}: Pick<ExchangeConfig, "endpoint"> & { environment?: FullscriptEnvironment | undefined }): string {
  const url = typeof endpoint === "string" ? endpoint : environment && endpoint(environment);
  if (url) return url;
  throw new FullscriptError("misconfigured", "`endpoint` has no URL.");
}
