import type { Meta } from "@storybook/react-vite";
import { FullscriptCallback } from "react-fullscript-connect";
import { expect, userEvent, within } from "storybook/test";
import { textsOf } from "../languages";
import { expectDestination } from "../navigation";
import { comeBack } from "../fullscript";
import { callbackMeta, shows, type Story } from "./callbackStory";
import { panelMeta, type PanelStory } from "./panelStory";
import { OUTCOMES } from "./states";

export default { ...panelMeta, title: "FullscriptCallback/Outcomes" } satisfies Meta<typeof panelMeta.component>;

/** With `autoLeave`, the default, the user is taken back to the page they left. */
export const Connected: PanelStory = { args: { state: OUTCOMES.Connected } };

/** `error=access_denied` for a request of this browser. */
export const Cancelled: PanelStory = { args: { state: OUTCOMES.Cancelled } };

/** The same without a request of this browser: no record changes, and no function of yours is called. */
export const CancelledUnasked: PanelStory = { args: { state: OUTCOMES.CancelledUnasked } };

/** Someone cancels and then connects after all: Fullscript is asked again, with the same app state. */
export const CancelledThenConnectAgain: Story = {
  args: callbackMeta.args,
  beforeEach: () => comeBack({ error: "access_denied" }),
  render: (args) => <FullscriptCallback {...args} />,
  play: async (context) => {
    await shows("cancelled")(context);
    const { canvasElement, globals } = context;
    const again = within(canvasElement).getByRole("button", { name: textsOf(globals.language).connectAgain });
    const { search } = location;
    await expectDestination(
      () => userEvent.click(again),
      async (destination) => {
        await expect(destination?.pathname).toBe("/api/oauth/authorize");
        await expect(destination?.searchParams.get("state")).not.toBe(new URLSearchParams(search).get("state"));
      },
    );
  },
};

/** By this browser's clock the code came back more than ten minutes ago, so it isn't sent. */
export const ExpiredHere: PanelStory = { args: { state: OUTCOMES.ExpiredHere } };

/** The endpoint answers `invalid_grant`: the code is expired, used or unknown. */
export const ExpiredAtFullscript: PanelStory = { args: { state: OUTCOMES.ExpiredAtFullscript } };

/** The page was opened without an authorization response. */
export const Absent: PanelStory = { args: { state: OUTCOMES.Absent } };

/** In a popup whose opener took the response. The popup closes if the browser lets it. */
export const Delivered: PanelStory = { args: { state: OUTCOMES.Delivered } };
