import { Profiler } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { Contender } from "./Contender";

declare global {
  interface Window {
    /** Mounts so many buttons, and answers the milliseconds that it took, effects included. */
    mountButtons: (count: number) => number;
  }
}

/** The app of a contender, by the last part of the path: `start` and `callback` are mounted at once, `many` by `mountButtons`. */
export function startApp({ Around, Button, Callback }: Contender): void {
  const element = document.querySelector("main");
  if (!element) throw new Error("There is no <main>.");
  const page = location.pathname.split("/").at(-1);

  if (page === "many") {
    window.mountButtons = (count) => {
      const begun = performance.now();
      const buttons = (
        <Around>
          {Array.from({ length: count }, (_, index) => (
            <Button key={index} />
          ))}
        </Around>
      );
      flushSync(() => createRoot(element).render(buttons));
      return performance.now() - begun;
    };
    return;
  }
  const app = <Around>{page === "callback" ? <Callback /> : <Button />}</Around>;
  window.times.mounted = performance.timeOrigin + performance.now();
  // Heard in the profiling build alone.
  createRoot(element).render(
    <Profiler id="app" onRender={() => window.times.commits++}>
      {app}
    </Profiler>,
  );
}
