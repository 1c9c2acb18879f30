import type { Meta } from "@storybook/react-vite";
import { FullscriptConnectButton } from "react-fullscript-connect";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { textsOf } from "../languages";
import { expectDestination } from "../navigation";
import { answering, connecting } from "../fullscript";
import { openNothing, popups } from "../popup";
import { buttonMeta, hidePage, MISCONFIGURED, type Story } from "./buttonStory";

type Play = NonNullable<Story["play"]>;

export default { ...buttonMeta, title: "FullscriptConnectButton/Uses" } satisfies Meta<typeof buttonMeta.component>;

/** On a settings page: the practitioner's account. */
export const Connect: Story = {};

/** On a patient's page. */
export const TreatmentPlan: Story = { args: { intent: "treatment-plan" } };

/** Beside a note or a product. */
export const Recommend: Story = { args: { intent: "recommend", variant: "outline" } };

/** Where the connection has ended at Fullscript. */
export const Reconnect: Story = { args: { intent: "reconnect", variant: "ghost" } };

/** Fullscript's logo is Fullscript's to hand out: the host passes it. This circle stands in for it. */
export const WithIcon: Story = {
  args: {
    icon: (
      <svg viewBox="0 0 20 20" width="20" height="20" fill="currentColor">
        <circle cx="10" cy="10" r="8" />
      </svg>
    ),
  },
};

/** Words of one's own, where Fullscript's do not say it. */
export const OwnLabel: Story = { args: { children: "Link my dispensary" } };

/** It leaves for Fullscript and says so; its width stays where it is. */
export const Redirecting: Story = {
  beforeEach: hidePage,
  play: async ({ canvasElement, globals }) => {
    const texts = textsOf(globals.language);
    const button = within(canvasElement).getByRole("button", { name: texts.connect });
    const { width } = button.getBoundingClientRect();
    await expectDestination(
      () => userEvent.click(button),
      async (destination) => expect(destination?.pathname).toBe("/api/oauth/authorize"),
    );
    await expect(within(canvasElement).getByRole("button", { name: texts.redirecting })).toHaveAttribute(
      "data-status",
      "redirecting",
    );
    await expect(button.getBoundingClientRect().width).toBe(width);
  },
};

/** A configuration with which the user would not come back is refused before anything leaves. */
export const Failed: Story = {
  args: MISCONFIGURED,
  play: async ({ canvasElement, globals }) => {
    await userEvent.click(within(canvasElement).getByRole("button"));
    await expect(within(canvasElement).getByRole("alert")).toHaveTextContent(textsOf(globals.language).startFailed);
  },
};

const inAWindow = { args: { mode: "popup" }, beforeEach: () => openNothing() } satisfies Story;

const opens: Play = async ({ canvasElement, globals }) => {
  await userEvent.click(within(canvasElement).getByRole("button", { name: textsOf(globals.language).connect }));
};

const says = async (canvasElement: HTMLElement, status: string, note?: string) => {
  const button = canvasElement.querySelector("[data-fullscript=button]");
  await waitFor(() => expect(button).toHaveAttribute("data-status", status));
  if (note) await waitFor(() => expect(button).toHaveAccessibleDescription(note));
};

/** In a frame of another site's, Fullscript opens in a window. A click brings it to the front. */
export const Awaiting: Story = {
  ...inAWindow,
  play: async (context) => {
    await opens(context);
    const texts = textsOf(context.globals.language);
    await says(context.canvasElement, "awaiting", texts.awaitingText);
    await expect(within(context.canvasElement).getByRole("button", { name: texts.awaiting })).toBeVisible();
  },
};

/** The browser says that the window is closed, which it also says of one that lives: so both ways on are open. */
export const AwaitingClosed: Story = {
  ...inAWindow,
  play: async (context) => {
    await opens(context);
    for (const popup of popups) popup.closed = true;
    await says(context.canvasElement, "awaiting", textsOf(context.globals.language).awaitingClosedText);
  },
};

/** Cancel closes the window, and the focus is on the button again. */
export const AwaitingThenCancel: Story = {
  ...inAWindow,
  play: async (context) => {
    await opens(context);
    const { canvasElement, globals } = context;
    await userEvent.click(await within(canvasElement).findByRole("button", { name: textsOf(globals.language).cancel }));
    await says(canvasElement, "idle");
    await expect(popups[0]?.closed).toBe(true);
    await expect(within(canvasElement).getByRole("button")).toHaveFocus();
  },
};

/** The window has answered, and this page trades the code. */
export const Exchanging: Story = {
  ...inAWindow,
  play: async (context) => {
    await opens(context);
    popups[0]?.answer({ code: "c" });
    await says(context.canvasElement, "exchanging");
  },
};

export const Connected: Story = {
  ...inAWindow,
  args: { ...inAWindow.args, fetch: connecting },
  play: async (context) => {
    await opens(context);
    popups[0]?.answer({ code: "c" });
    await says(context.canvasElement, "connected");
  },
};

/** `error=access_denied` in the window. */
export const Cancelled: Story = {
  ...inAWindow,
  play: async (context) => {
    await opens(context);
    popups[0]?.answer({ error: "access_denied" });
    await says(context.canvasElement, "cancelled", textsOf(context.globals.language).cancelled);
  },
};

export const PopupBlocked: Story = {
  ...inAWindow,
  beforeEach: () => openNothing(true),
  play: async (context) => {
    await opens(context);
    await says(context.canvasElement, "failed", textsOf(context.globals.language).popupBlocked);
  },
};

/** The host's endpoint did not take the code. */
export const ConnectFailed: Story = {
  ...inAWindow,
  args: { ...inAWindow.args, fetch: answering(404, {}) },
  play: async (context) => {
    await opens(context);
    popups[0]?.answer({ code: "c" });
    await says(context.canvasElement, "failed", textsOf(context.globals.language).connectFailed);
  },
};

/** Beside other buttons of the host's: the note goes below all of them. */
export const AwaitingInARow: Story = {
  ...inAWindow,
  render: (args) => (
    <div style={{ display: "flex", flexWrap: "wrap", gap: 12, alignItems: "center" }}>
      <FullscriptConnectButton {...args} />
      <FullscriptConnectButton {...args} intent="recommend" variant="outline" />
    </div>
  ),
  play: async (context) => {
    await opens(context);
    await says(context.canvasElement, "awaiting");
  },
};

/** The host's user is not known yet: the button keeps its place in the tab order, and does nothing. */
export const WaitingForUser: Story = {
  args: { subject: null },
  play: async ({ canvasElement }) => {
    const button = within(canvasElement).getByRole("button");
    await userEvent.click(button);
    await expect(button).toHaveFocus();
    await expect(button).toHaveAttribute("data-status", "idle");
  },
};

/** HTML's own attribute, which takes the button out of the tab order. */
export const Disabled: Story = { args: { disabled: true } };

/** What the toolbars say reaches the components, in each run of the tests. */
export const FollowsTheToolbars: Story = {
  play: async ({ canvasElement, globals, canvas }) => {
    const { preset, scheme, language, direction } = globals as Record<string, string>;
    const asked = (import.meta as { env?: Record<string, string | undefined> }).env?.VITE_STORY_GLOBALS;
    if (asked) await expect({ preset, scheme, language, direction }).toEqual(JSON.parse(asked));
    const button = canvas.getByRole("button", { name: textsOf(language).connect });
    await expect(button).toHaveAttribute("data-theme", preset);
    await expect(button).toHaveAttribute("data-color-scheme", scheme);
    await expect(getComputedStyle(button).direction).toBe(direction);
    await expect(canvasElement.ownerDocument.documentElement).toHaveAttribute("lang", textsOf(language).lang);
    const fill = {
      forest: ["rgb(27, 83, 63)", "rgb(142, 208, 177)"],
      coal: ["rgb(46, 58, 71)", "rgb(201, 213, 225)"],
      green: ["rgb(136, 176, 75)", "rgb(136, 176, 75)"],
    }[String(preset)];
    if (scheme !== "auto")
      await waitFor(() => expect(getComputedStyle(button).backgroundColor).toBe(fill?.[scheme === "dark" ? 1 : 0]));
  },
};
