import type { Ears } from "./Session";

/** What the pages of a world do for an engine whose driver does not. */
export interface Instruments extends Ears {
  /** By how much the clock is ahead. */
  passedMs: number;
  /** Whether the network is gone: nothing is answered any more. */
  isOffline: boolean;
}

/** Where such a page tells what it has to tell. */
export const WITNESS = "/witness";

declare global {
  interface Window {
    sawWait: (wait: string) => void;
    /** Moves the clock on, and the timers with it where they are not to stay. */
    pass?: (ms: number, staysSet?: boolean) => void;
    setOnline?: (isOnline: boolean) => void;
  }
}

/** Runs in each page: tells what a callback waits for, however briefly it says so. */
export function reportWaits(): void {
  const look = ({ target }: { target: Node }) => {
    const { fullscript, waiting } = (target as HTMLElement).dataset;
    if (fullscript === "callback" && waiting !== undefined) window.sawWait(waiting);
  };
  new MutationObserver((changes) => changes.forEach(look)).observe(document, {
    subtree: true,
    attributeFilter: ["data-waiting"],
  });
}

/** The script of a page that tells and obeys, first of all. */
export function renderInstruments({ passedMs }: Instruments): string {
  return `<script>(${tellAll.toString()})(${JSON.stringify(WITNESS)}); (${reportWaits.toString()})(); (${obeyNetwork.toString()})(); (${obeyClock.toString()})(${passedMs});</script>`;
}

function tellAll(witness: string): void {
  const tell = (kind: keyof Ears, text: string) => navigator.sendBeacon(witness, JSON.stringify({ kind, text }));
  window.sawWait = (wait) => tell("waited", wait);
  for (const name of ["debug", "error", "info", "log", "warn"] as const) {
    const say = console[name].bind(console);
    console[name] = (...words: unknown[]) => {
      tell("said", words.map(String).join(" "));
      say(...words);
    };
  }
  addEventListener("error", ({ message }) => tell("said", message));
  addEventListener("unhandledrejection", ({ reason }) => tell("said", String(reason)));
}

function obeyNetwork(): void {
  let isOnline = true;
  Object.defineProperty(Navigator.prototype, "onLine", { get: () => isOnline });
  window.setOnline = (is) => {
    isOnline = is;
    dispatchEvent(new Event(is ? "online" : "offline"));
  };
}

function obeyClock(passedMs: number): void {
  const setTimeout = window.setTimeout.bind(window);
  const clearTimeout = window.clearTimeout.bind(window);
  const now = Date.now.bind(Date);
  const timers = new Map<number, { due: number; run: () => void; real: number }>();
  let ahead = passedMs;
  let last = 0;
  Date.now = () => now() + ahead;
  const start = (run: () => void, ms: number) => setTimeout(run, Math.max(0, ms));
  const set = (handler: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) => {
    const id = ++last;
    const run = () => {
      timers.delete(id);
      handler(...rest);
    };
    timers.set(id, { due: Date.now() + ms, run, real: start(run, ms) });
    return id;
  };
  const clear = (id?: number) => {
    clearTimeout(timers.get(id ?? 0)?.real);
    timers.delete(id ?? 0);
  };
  Object.assign(window, { setTimeout: set, clearTimeout: clear });
  window.pass = (ms, staysSet = false) => {
    ahead += ms;
    if (staysSet) return;
    // What is due by now comes at once, and the rest sooner than it was set.
    for (const timer of timers.values()) {
      clearTimeout(timer.real);
      timer.real = start(timer.run, timer.due - Date.now());
    }
  };
}
