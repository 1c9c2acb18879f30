import type { Meta } from "@storybook/react-vite";
import { expect, fn, userEvent, waitFor, within } from "storybook/test";
import { answering, connecting } from "../fullscript";
import { textsOf } from "../languages";
import { openNothing, popups } from "../popup";
import { cardMeta, CONNECTED, createEndpoint, ENDED, NOT_CONNECTED, shows, STAFF, type Story } from "./cardStory";

export default { ...cardMeta, title: "FullscriptConnectionCard/States" } satisfies Meta<typeof cardMeta.component>;

/** On the server, at the first paint, and until the endpoint has answered. In the first moments nothing shows but the frame: nothing flashes. */
export const Loading: Story = { play: shows("loading") };

/** Nobody is connected: the button is inside. */
export const NotConnected: Story = { args: { fetch: NOT_CONNECTED }, play: shows("not-connected") };

/** As a practitioner. */
export const Connected: Story = { args: { fetch: CONNECTED }, play: shows("connected") };

/** As a member of the staff. */
export const ConnectedAsStaff: Story = { args: { fetch: STAFF }, play: shows("connected") };

/** Fullscript has ended the access: the card says so. */
export const Reconnect: Story = { args: { fetch: ENDED }, play: shows("reconnect") };

/** Until the endpoint has revoked it, and says so. */
export const Disconnecting: Story = {
  args: { fetch: createEndpoint(() => new Promise(() => undefined)) },
  play: async (context) => {
    await shows("connected")(context);
    const { canvasElement, globals } = context;
    const button = within(canvasElement).getByRole("button", { name: textsOf(globals.language).disconnect });
    await userEvent.click(button);
    await shows("disconnecting")(context);
    await expect(button).toHaveFocus();
  },
};

/** It did not work, and the account is as connected as before. */
export const DisconnectFailed: Story = {
  args: { fetch: createEndpoint(answering(503, {})) },
  play: async ({ canvasElement, globals }) => {
    const texts = textsOf(globals.language);
    await userEvent.click(await within(canvasElement).findByRole("button", { name: texts.disconnect }));
    await waitFor(() => expect(within(canvasElement).getByRole("alert")).toHaveTextContent(texts.cardDisconnectFailed));
    await shows("connected")({ canvasElement } as Parameters<ReturnType<typeof shows>>[0]);
  },
};

/** Nobody knows whether the account is connected. */
export const Failed: Story = { args: { fetch: answering(500, {}) }, play: shows("failed") };

/** The host's own session is over. */
export const Unauthorized: Story = { args: { fetch: answering(401, {}) }, play: shows("failed") };

/** In the place of the host's own dialog. */
const confirmed = fn<(question: string) => boolean>(() => true);

/** The host asks first, in its own words; here the answer is yes. Afterwards the focus is on the heading. */
export const Disconnects: Story = {
  args: {
    fetch: createEndpoint(),
    onDisconnect: (event) => {
      if (!confirmed("Disconnect Fullscript?")) event.preventDefault();
    },
  },
  play: async (context) => {
    const { canvasElement, globals } = context;
    await userEvent.click(
      await within(canvasElement).findByRole("button", { name: textsOf(globals.language).disconnect }),
    );
    await shows("not-connected")(context);
    await expect(within(canvasElement).getByRole("heading")).toHaveFocus();
  },
};

/** In a frame of another site's, Fullscript opens in a window; the card turns by itself. */
export const ConnectsInAWindow: Story = {
  args: { mode: "popup" },
  beforeEach: ({ args }) => {
    let isConnected = false;
    args.fetch = (_, init) => {
      if (init?.method === "POST") isConnected = true;
      return isConnected ? connecting() : NOT_CONNECTED();
    };
    return openNothing();
  },
  play: async (context) => {
    const { canvasElement, globals } = context;
    await userEvent.click(
      await within(canvasElement).findByRole("button", { name: textsOf(globals.language).connect }),
    );
    popups[0]?.answer({ code: "c" });
    await shows("connected")(context);
    await expect(within(canvasElement).getByRole("heading")).toHaveFocus();
  },
};
