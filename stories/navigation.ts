/** The part of the Navigation API that says where a page is about to go. */
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

/** Keeps a story on its page when it leaves for another origin. */
export function stayHere(): void {
  navigation?.addEventListener("navigate", (event) => {
    const url = new URL(event.destination.url);
    if (!event.cancelable || url.origin === location.origin) return;
    event.preventDefault();
    watchers.forEach((watcher) => watcher(url));
  });
}

/** Runs a task and checks where it goes. Debian's WebKit has no Navigation API, so there the page only stays. */
export async function expectDestination(
  task: () => Promise<void>,
  check: (url: URL | undefined) => Promise<void>,
): Promise<void> {
  let destination: URL | undefined;
  const watch = (url: URL) => (destination = url);
  watchers.add(watch);
  await task();
  watchers.delete(watch);
  if (navigation) await check(destination);
  else window.stop();
}
