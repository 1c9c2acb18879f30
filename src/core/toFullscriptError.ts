import { FullscriptError } from "./FullscriptError";

/** Returns anything that was thrown as a `FullscriptError`. It isn't kept as the cause, because it may quote the request. */
export function toFullscriptError(error: unknown): FullscriptError {
  if (error instanceof FullscriptError) return error;
  const name = error instanceof Error ? error.name : "Something that is no error";
  return new FullscriptError("misconfigured", `${name} was thrown around the exchange.`);
}
