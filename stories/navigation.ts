/** Of the Navigation API, what tells where a page wants to go. */
interface Navigation {
  addEventListener(type: "navigate", listener: (event: NavigateEvent) => void): void;
  removeEventListener(type: "navigate", listener: (event: NavigateEvent) => void): void;
}
interface NavigateEvent {
  cancelable: boolean;
  destination: { url: string };
  preventDefault: () => void;
}

const { navigation } = window as { navigation?: Navigation };

/** A story shows how it leaves for another origin, and stays. */
export function stayHere(): void {
  navigation?.addEventListener("navigate", (event) => {
    if (event.cancelable && isElsewhere(event)) event.preventDefault();
  });
}

/** Where `task` wants to go. */
export async function destinationOf(task: () => Promise<void>): Promise<URL | undefined> {
  let url: URL | undefined;
  const note = (event: NavigateEvent) => {
    if (isElsewhere(event)) url = new URL(event.destination.url);
  };
  navigation?.addEventListener("navigate", note);
  await task();
  navigation?.removeEventListener("navigate", note);
  return url;
}

const isElsewhere = ({ destination }: NavigateEvent) => new URL(destination.url).origin !== location.origin;
