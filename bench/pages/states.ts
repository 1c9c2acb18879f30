import { decodeState, encodeState } from "react-fullscript-connect/core";

type Codec = Record<"encode" | "decode", (count: number) => number>;

declare global {
  interface Window {
    /** Encodes or decodes a state of so many bytes so many times, and answers the milliseconds that it took. */
    codecs: Record<"fullscript" | "by-hand", (bytes: number) => Codec>;
  }
}

export function offerCodecs(): void {
  window.codecs = {
    fullscript: (bytes) => timed(createAppState(bytes), encodeState, decodeState),
    // A nonce, because no state does without one.
    "by-hand": (bytes) =>
      timed(
        createAppState(bytes),
        (appState) => `${crypto.randomUUID()}.${appState === undefined ? "" : btoa(JSON.stringify(appState))}`,
        (state) => {
          const payload = state.slice(37);
          return payload ? (JSON.parse(atob(payload)) as unknown) : undefined;
        },
      ),
  };
}

type AppState = Parameters<typeof encodeState>[0];

function timed(appState: AppState, encode: (appState: AppState) => string, decode: (state: string) => unknown): Codec {
  const state = encode(appState);
  if (JSON.stringify(decode(state)) !== JSON.stringify(appState)) throw new Error("The state did not come back.");
  const time = (count: number, work: () => unknown) => {
    const begun = performance.now();
    for (let index = 0; index < count; index++) sink = work();
    return performance.now() - begun;
  };
  return {
    encode: (count) => time(count, () => encode(appState)),
    decode: (count) => time(count, () => decode(state)),
  };
}

/** Where results go, so that no work is left out. */
export let sink: unknown;

/** Records as an app has them, with texts, numbers and flags, whose JSON has so many bytes. */
function createAppState(bytes: number): AppState {
  if (bytes === 0) return undefined;
  const records: ReturnType<typeof createRecord>[] = [];
  const rest = () => bytes - JSON.stringify({ records, rest: "" }).length;
  while (rest() > RECORD_BYTES)
    for (let left = Math.ceil(rest() / RECORD_BYTES / 2); left > 0; left--) records.push(createRecord(records.length));
  return { records, rest: "x".repeat(rest()) };
}

/** More than any record has. */
const RECORD_BYTES = 60;

const createRecord = (id: number) => ({ id: `product-${id}`, quantity: 1 + (id % 5), refill: id % 2 === 0 });
