import type { Meta, StoryObj } from "@storybook/react-vite";
import * as failures from "./Failures.stories";
import { Gallery } from "./Gallery";
import * as outcomes from "./Outcomes.stories";
import * as underWay from "./UnderWay.stories";

const namesOf = ({ default: _, ...stories }: Record<string, unknown>) => Object.keys(stories);

const meta = {
  title: "FullscriptCallback/All states",
  component: Gallery,
  // Its frames are Storybook's, which the tests do without; each story in them is tested by itself.
  tags: ["!test"],
} satisfies Meta<typeof Gallery>;

export default meta;

/** A callback reads the URL of its page, so each has a page of its own here. */
export const AllStates: StoryObj<typeof meta> = {
  args: {
    groups: [
      { title: "Under way", names: namesOf(underWay) },
      { title: "Outcomes", names: namesOf(outcomes) },
      { title: "Failures", names: namesOf(failures) },
    ],
  },
  argTypes: { groups: { control: false } },
  render: (args, { globals }) => <Gallery {...args} globals={globals} />,
};
