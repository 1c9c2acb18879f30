/**
 * The page's clock in a story, so that nobody waits ten minutes to see what ten minutes bring. Only the page's: what measures by
 * other means goes on as ever.
 */
export interface StoryClock {
  /** Lets the given time pass at once. */
  pass: (ms: number) => void;
  /** From now on time runs as everywhere. */
  calm: () => void;
  /** Gives the page its own clock back. */
  remove: () => void;
}

/** @param speed how many times faster time runs, and timers that are set from now on */
export function setClock(speed: number): StoryClock {
  const setTimeout = window.setTimeout.bind(window);
  const setInterval = window.setInterval.bind(window);
  const page = Date as { now: () => number };
  const { now } = page;
  let from = now();
  let shown = from;
  let pace = speed;
  const rebase = () => {
    shown = Date.now();
    from = now();
  };

  page.now = () => Math.round(shown + (now() - from) * pace);
  window.setTimeout = ((handler: TimerHandler, ms = 0, ...rest: unknown[]) =>
    setTimeout(handler, ms / pace, ...rest)) as typeof setTimeout;
  window.setInterval = ((handler: TimerHandler, ms = 0, ...rest: unknown[]) =>
    setInterval(handler, ms / pace, ...rest)) as typeof setInterval;
  return {
    pass: (ms) => {
      rebase();
      shown += ms;
    },
    calm: () => {
      rebase();
      pace = 1;
    },
    remove: () => {
      page.now = now;
      Object.assign(window, { setTimeout, setInterval });
    },
  };
}
