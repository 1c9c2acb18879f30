import { beforeEach } from "vitest";

/** WebKit allows a hundred in ten seconds, to a page with all its frames. */
const MOST = 60;
const SPAN_MS = 10_500;

/** When an entry of the history was changed. Kept by the page that has the tests in frames, one after the other. */
const paced = window.parent as unknown as { changes?: number[] };
const changes = (paced.changes ??= []);
// The real ones, whatever clock a test sets.
const { now } = Date;

for (const name of ["pushState", "replaceState"] as const) {
  const change = history[name].bind(history);
  history[name] = (...entry) => {
    changes.push(now());
    change(...entry);
  };
}

beforeEach(async () => {
  const [first = 0] = changes.slice(-MOST);
  const wait = first + SPAN_MS - now();
  if (changes.length >= MOST && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
});
