import { useEffect, useState } from "react";
import { globalBrowser } from "../../core/browser";

const LOOK_MS = 5_000;
const MINUTE_MS = 60_000;

/** How little must be left of the code's ten minutes for the user to be told. */
const SHORT_MS = 3 * MINUTE_MS;

/** How an exchange that takes its time looks to who waits for it; it changes every five seconds, so that nothing hurries anyone. */
export interface Patience {
  isSlow: boolean;
  /** What is left of the code's life, in milliseconds; only where it is little. */
  leftMs: number | undefined;
}

/** @param expiresAt in milliseconds since the epoch; `undefined` where nothing is waited for */
export function usePatience(expiresAt: number | undefined): Patience {
  const [leftMs, setLeftMs] = useState<number>();
  useEffect(() => {
    if (expiresAt === undefined) return;
    let isLong = false;
    const timer = setInterval(() => {
      isLong = true;
      setLeftMs(expiresAt - globalBrowser.now());
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      // What is as it was would be rendered again, too.
      if (isLong) setLeftMs(undefined);
    };
  }, [expiresAt]);
  return {
    isSlow: leftMs !== undefined,
    leftMs: leftMs !== undefined && leftMs > 0 && leftMs <= SHORT_MS ? leftMs : undefined,
  };
}

/** A time to come in the words of a language: whole minutes, and by tens of seconds in the last one. */
export function formatLeft(leftMs: number, lang: string): string {
  const [unit, count] =
    leftMs > MINUTE_MS
      ? (["minute", Math.ceil(leftMs / MINUTE_MS)] as const)
      : (["second", Math.ceil(leftMs / 10_000) * 10] as const);
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  try {
    return new Intl.NumberFormat(lang, style).format(count);
  } catch {
    // A `lang` of the host's that is none, such as "fr_CA".
    return new Intl.NumberFormat(undefined, style).format(count);
  }
}
