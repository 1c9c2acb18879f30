import type { Meta } from "@storybook/react-vite";
import { expect, waitFor } from "storybook/test";
import { setClock, type StoryClock } from "../clock";
import { textsOf } from "../languages";
import { panelMeta, type PanelStory } from "./panelStory";
import { UNDER_WAY } from "./states";

export default { ...panelMeta, title: "FullscriptCallback/Under way" } satisfies Meta<typeof panelMeta.component>;

/** The server, the first paint, and the time until your app knows its user. */
export const Reading: PanelStory = { args: { state: UNDER_WAY.Reading } };

/** There's no spinner in the first second: most exchanges are over by then, and nothing flashes. */
export const Exchanging: PanelStory = { args: { state: UNDER_WAY.Exchanging } };

/** The endpoint answered 503, so nothing happened and the next attempt follows. */
export const Retrying: PanelStory = { args: { state: UNDER_WAY.Retrying } };

/** Nothing was sent. The exchange goes on as soon as the network is back. */
export const Offline: PanelStory = { args: { state: UNDER_WAY.Offline } };

/** The same response is open in another tab, which is posting it. */
export const OtherTab: PanelStory = { args: { state: UNDER_WAY.OtherTab } };

let clock: StoryClock | undefined;

/** Runs time forty times faster until the story shows what it's about. */
const inAHurry = () => {
  clock = setClock(40);
  return () => clock?.remove();
};

/** `waitFor` uses the fast clock, too. */
const PATIENT = { timeout: 400_000 };

/** After five seconds the panel says that it takes longer than usual. */
export const ExchangingSlowly: PanelStory = {
  ...Exchanging,
  beforeEach: inAHurry,
  play: async ({ canvas, globals }) => {
    await waitFor(() => expect(canvas.getByText(textsOf(globals.language).slowText)).toBeVisible(), PATIENT);
    clock?.calm();
  },
};

/** With less than three minutes left, the panel says how long the approval is good for. */
export const CloseToExpiry: PanelStory = {
  args: { state: { ...UNDER_WAY.Exchanging, expiresAt: Date.now() + 170_000 } },
  beforeEach: inAHurry,
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelector("[data-part=time]")).toBeVisible(), PATIENT);
    clock?.calm();
  },
};
