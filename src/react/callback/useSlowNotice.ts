import { useEffect, useState } from "react";
import { globalBrowser } from "../../core/browser";

const POLL_MS = 5_000;
const MINUTE_MS = 60_000;

/** The user is told how much time is left when it's less than this. */
const SHORT_MS = 3 * MINUTE_MS;

/** What the user is told about an exchange that takes long. It changes every five seconds, so that nothing hurries anyone. */
export interface SlowNotice {
  isSlow: boolean;
  /** How much of the code's life is left, in milliseconds; `undefined` if there's plenty. */
  leftMs: number | undefined;
}

/** @param expiresAt in milliseconds since the epoch; `undefined` if nothing is under way */
export function useSlowNotice(expiresAt: number | undefined): SlowNotice {
  const [leftMs, setLeftMs] = useState<number>();
  useEffect(() => {
    if (expiresAt === undefined) return;
    let isSlow = false;
    const timer = setInterval(() => {
      isSlow = true;
      setLeftMs(expiresAt - globalBrowser.now());
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      // Setting the same value would render again, too.
      if (isSlow) setLeftMs(undefined);
    };
  }, [expiresAt]);
  return {
    isSlow: leftMs !== undefined,
    leftMs: leftMs !== undefined && leftMs > 0 && leftMs <= SHORT_MS ? leftMs : undefined,
  };
}

/** Returns a time in the words of a language: whole minutes, and tens of seconds in the last minute. */
export function formatTimeLeft(leftMs: number, lang: string): string {
  const isMinutes = leftMs > MINUTE_MS;
  const count = isMinutes ? Math.ceil(leftMs / MINUTE_MS) : Math.ceil(leftMs / 10_000) * 10;
  const style = { style: "unit", unit: isMinutes ? "minute" : "second", unitDisplay: "long" } as const;
  try {
    return new Intl.NumberFormat(lang, style).format(count);
  } catch {
    // The host's `lang` may be invalid, such as "fr_CA".
    return new Intl.NumberFormat(undefined, style).format(count);
  }
}
