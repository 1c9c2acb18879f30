import type { OtherWindow } from "react-fullscript-connect/core";

/** A window that the story only pretends to open. */
export interface StoryPopup extends OtherWindow {
  closed: boolean;
  /** Sends an authorization response, as the callback in the window would. */
  answer: (parameters: Record<string, string>) => void;
}

/** The windows that the story has opened, in turn. */
export let popups: StoryPopup[] = [];

/** From now on windows open in name alone; gives a function that ends that. */
export function openNothing(isBlocked = false): () => void {
  const open = window.open.bind(window);
  popups = [];
  window.open = (url) => {
    if (isBlocked) return null;
    const state = new URL(String(url)).searchParams.get("state") ?? "";
    let resend: ReturnType<typeof setInterval> | undefined;
    const popup: StoryPopup = {
      closed: false,
      focus: () => undefined,
      close: () => {
        popup.closed = true;
        clearInterval(resend);
      },
      // The receipt.
      postMessage: () => clearInterval(resend),
      answer: (parameters) => {
        const search = `?${new URLSearchParams({ state, ...parameters }).toString()}`;
        const send = () => {
          const message = new MessageEvent("message", {
            data: { type: "fullscript-connect:response", search },
            origin: location.origin,
          });
          // Only a real window may be an event's source, so it is defined after.
          dispatchEvent(Object.defineProperty(message, "source", { value: popup }));
        };
        resend = setInterval(send, 50);
        send();
      },
    };
    popups.push(popup);
    return popup as Window & StoryPopup;
  };
  return () => {
    window.open = open;
  };
}
