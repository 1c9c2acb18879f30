import { FullscriptError } from "./FullscriptError";

/** Anything thrown, as our error. Never as its cause: it may quote the request. */
export function toFullscriptError(error: unknown): FullscriptError {
  if (error instanceof FullscriptError) return error;
  const what = error instanceof Error ? error.name : "Something that is no error";
  return new FullscriptError(
    "misconfigured",
    `${what} was thrown around the exchange. Check the functions that you passed, and that the page is a secure context.`,
  );
}
