import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";

/** The URL of the host's endpoint, for the environment that the user left for. Throws `misconfigured` where there is none. */
export function endpointUrl({
  endpoint,
  environment,
}: Pick<ExchangeConfig, "endpoint"> & { environment?: FullscriptEnvironment | undefined }): string {
  const url = typeof endpoint === "string" ? endpoint : environment && endpoint(environment);
  if (url) return url;
  throw new FullscriptError(
    "misconfigured",
    "`endpoint` gives no URL, so nobody can trade the code. Pass that of your backend's connection handler.",
  );
}
