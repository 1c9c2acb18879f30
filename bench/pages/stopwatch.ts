import { type Parts, timeParts } from "./parts";

/** When what happened, in milliseconds since the epoch. */
export interface Times {
  clicked?: number;
  /** The script has told the browser where to go. */
  left?: number;
  mounted?: number;
  posted?: number;
  connected?: number;
  commits: number;
  longTasks: number;
  parts?: Parts;
}

declare global {
  interface Window {
    times: Times;
  }
}

/** Notes when what happens; before anything else on the page. */
export function startStopwatch(isWithParts: boolean): void {
  const now = () => performance.timeOrigin + performance.now();
  // What happens in a window of ours is told to the page that opened it.
  const opener = window.opener as Window | null;
  window.times = opener?.times ?? { commits: 0, longTasks: 0 };
  const note = (name: "clicked" | "left" | "posted" | "connected") => (window.times[name] ??= now());

  if (isWithParts) window.times.parts = timeParts(() => window.times.posted !== undefined);

  addEventListener("click", () => note("clicked"), true);
  (window as unknown as { navigation: EventTarget }).navigation.addEventListener("navigate", () => note("left"));
  const [open, fetch] = [window.open.bind(window), window.fetch.bind(window)];
  window.open = (...where) => {
    note("left");
    return open(...where);
  };
  window.fetch = (input, init) => {
    if ((input instanceof Request ? input.method : init?.method) === "POST") note("posted");
    return fetch(input, init);
  };
  new PerformanceObserver((list) => (window.times.longTasks += list.getEntries().length)).observe({
    type: "longtask",
    buffered: true,
  });
  new MutationObserver(() => {
    if (window.times.connected !== undefined || !document.querySelector("[data-status='connected']")) return;
    note("connected");
    console.log("connected");
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-status"] });
}
