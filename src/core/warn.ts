import type { FullscriptError } from "./FullscriptError";

declare const process: { env: { NODE_ENV?: string } };

/** Returns whether this is a development build. */
export function isDevelopment(): boolean {
  try {
    // Written out, because bundlers replace exactly this expression.
    return process.env.NODE_ENV !== "production";
  } catch {
    return false;
  }
}

/** Warns the developer, only in development. */
export function warn(message: string): void {
  if (isDevelopment()) console.warn(`react-fullscript-connect: ${message}`);
}

/** Reports a mistake that matters in production too. */
export function reportError(message: string): void {
  console.error(`react-fullscript-connect: ${message}`);
}

export function warnOf({ code, message }: FullscriptError): void {
  warn(`${code}: ${message}`);
}
