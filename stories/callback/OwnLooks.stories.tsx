import type { Meta } from "@storybook/react-vite";
import { FullscriptCallback } from "react-fullscript-connect";
import { expect, within } from "storybook/test";
import { answering, connecting } from "../fullscript";
import { callbackMeta, code, shows, type Story } from "./callbackStory";

export default { ...callbackMeta, title: "FullscriptCallback/Made your own" } satisfies Meta<
  typeof callbackMeta.component
>;

/** Where the page has another `<h1>`, this is an `<h2>`; elsewhere what fits. */
export const HeadingLevel: Story = {
  args: { fetch: connecting, headingLevel: 1 },
  beforeEach: code,
  play: async (context) => {
    await shows("connected")(context);
    await expect(within(context.canvasElement).getByRole("heading", { level: 1 })).toBeVisible();
  },
};

/** A class for each part; a rule of one class wins over the stylesheet. */
export const ClassNames: Story = {
  args: {
    fetch: answering(400, { error: "invalid_grant" }),
    classNames: { root: "clinic-panel", title: "clinic-title", action: "clinic-action" },
  },
  beforeEach: code,
  render: (args) => (
    <>
      <style>{`
        .clinic-panel { border-width: 0 0 0 6px; border-radius: 0; border-inline-start-color: var(--fs-accent); }
        .clinic-title { font-family: Georgia, serif; font-weight: 400; font-size: 1.75rem; }
        .clinic-action { border-radius: 999px; }
      `}</style>
      <FullscriptCallback {...args} />
    </>
  ),
  play: async (context) => {
    await shows("expired")(context);
    const title = context.canvasElement.querySelector(".clinic-title");
    await expect(title && getComputedStyle(title).fontFamily).toMatch(/^Georgia/);
  },
};

/** One's own words for some texts; the others stay. */
export const OwnMessages: Story = {
  args: { fetch: connecting, messages: { connectedTitle: "Fullscript is ready", continue: "Back to the patient" } },
  beforeEach: code,
  play: async (context) => {
    await shows("connected")(context);
    await expect(within(context.canvasElement).getByRole("button", { name: "Back to the patient" })).toBeVisible();
  },
};

/** A UI of one's own, from the same states. */
export const OwnUi: Story = {
  args: {
    fetch: answering(400, { error: "invalid_grant" }),
    children: (callback) => (
      <p>
        {`Status: ${callback.status} `}
        {"restart" in callback && <button onClick={callback.restart}>Start again</button>}
      </p>
    ),
  },
  beforeEach: code,
  play: shows("expired"),
};
