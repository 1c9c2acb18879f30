import type { StoryObj } from "@storybook/react-vite";
import { CallbackPanel } from "react-fullscript-connect";
import { UNDER_WAY } from "./states";

/** What the stories of the callback's states share. */
export const panelMeta = {
  component: CallbackPanel,
  args: { state: UNDER_WAY.Reading },
  argTypes: {
    theme: { control: "inline-radio", options: ["forest", "coal", "green"] },
    colorScheme: { control: "inline-radio", options: ["light", "dark", "auto"] },
    headingLevel: { control: "inline-radio", options: [1, 2, 3, 4, 5, 6] },
    state: { control: false },
    messages: { control: "object" },
    classNames: { control: "object" },
    children: { control: false },
  },
} as const;

export type PanelStory = StoryObj<typeof panelMeta>;
