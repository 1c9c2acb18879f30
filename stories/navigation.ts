import { globalBrowser } from "react-fullscript-connect/core";

/** Of the Navigation API, what tells where a page wants to go. */
interface Navigation {
  addEventListener(type: "navigate", listener: (event: NavigateEvent) => void): void;
}
interface NavigateEvent {
  cancelable: boolean;
  destination: { url: string };
  preventDefault: () => void;
}

const { navigation } = window as { navigation?: Navigation };

const watchers = new Set<(url: URL) => void>();

/** A story shows how it leaves for another origin, and stays. */
export function stayHere(): void {
  navigation?.addEventListener("navigate", (event) => {
    if (!event.cancelable || !isElsewhere(event.destination)) return;
    event.preventDefault();
    tell(event.destination.url);
  });
  // Debian's WebKit has no Navigation API: what the package itself asks for is what can be seen there.
  if (!navigation) for (const leave of ["assign", "replace"] as const) globalBrowser[leave] = tell;
}

/** Where `task` wants to go. */
export async function destinationOf(task: () => Promise<void>): Promise<URL | undefined> {
  let url: URL | undefined;
  const note = (to: URL) => (url = to);
  watchers.add(note);
  await task();
  watchers.delete(note);
  return url;
}

const tell = (url: string) => watchers.forEach((watcher) => watcher(new URL(url)));
const isElsewhere = ({ url }: NavigateEvent["destination"]) => new URL(url).origin !== location.origin;
