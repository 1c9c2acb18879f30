import type { Meta, StoryObj } from "@storybook/react-vite";
import { Gallery } from "../callback/Gallery";
import type * as States from "./States.stories";

const meta = {
  title: "FullscriptConnectionCard/All states",
  component: Gallery,
  // Its frames are Storybook's, which the tests do without; each story in them is tested by itself.
  tags: ["!test"],
} satisfies Meta<typeof Gallery>;

export default meta;

/** Each with an endpoint of its own. */
export const AllStates: StoryObj<typeof meta> = {
  args: {
    component: "FullscriptConnectionCard",
    groups: [
      {
        title: "States",
        names: [
          "Loading",
          "NotConnected",
          "Connected",
          "ConnectedAsStaff",
          "Reconnect",
          "Disconnecting",
          "DisconnectFailed",
          "Failed",
          "Unauthorized",
          "ConnectsInAWindow",
        ] satisfies Exclude<keyof typeof States, "default">[],
      },
    ],
  },
  name: "All states",
  parameters: { controls: { disable: true }, options: { showPanel: false } },
  render: (args, { globals }) => <Gallery {...args} globals={globals} />,
};
