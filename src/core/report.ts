import type { FullscriptError } from "./FullscriptError";

/** Warns the developer, only in development. */
export function warn(message: string): void {
  try {
    // Bundlers replace exactly this expression. In a page without a bundler it throws, and that isn't development.
    if (process.env.NODE_ENV !== "production") console.warn(`react-fullscript-connect: ${message}`);
  } catch {
    // Nobody to warn.
  }
}

/** Reports a mistake that matters in production too. */
export function reportError(message: string): void {
  console.error(`react-fullscript-connect: ${message}`);
}

export function warnOf({ code, message }: FullscriptError): void {
  warn(`${code}: ${message}`);
}

/** Runs a function of the host. An error in it is reported like any other error of the host, and doesn't stop this package. */
export function runHostCallback(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
