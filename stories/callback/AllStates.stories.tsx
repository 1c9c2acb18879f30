import type { Meta, StoryObj } from "@storybook/react-vite";
import type * as Failures from "./Failures.stories";
import { Gallery } from "./Gallery";
import type * as Outcomes from "./Outcomes.stories";
import type * as UnderWay from "./UnderWay.stories";

type NamesOf<Stories> = Exclude<keyof Stories, "default">[];

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
      {
        title: "Under way",
        names: [
          "Reading",
          "Exchanging",
          "ExchangingSlowly",
          "Retrying",
          "Offline",
          "OtherTab",
          "CloseToExpiry",
        ] satisfies NamesOf<typeof UnderWay>,
      },
      {
        title: "Outcomes",
        names: [
          "Connected",
          "Cancelled",
          "CancelledUnasked",
          "ExpiredHere",
          "ExpiredAtFullscript",
          "Absent",
          "Delivered",
        ] satisfies NamesOf<typeof Outcomes>,
      },
      {
        title: "Failures",
        names: [
          "Unauthorized",
          "Interrupted",
          "InterruptedWithRetry",
          "Unreachable",
          "Unavailable",
          "UnavailableWithRetry",
          "Rejected",
          "StateMismatch",
          "StateMismatchInAWindow",
          "StateMissing",
          "InvalidResponse",
          "SubjectMismatch",
          "AuthorizationError",
          "Misconfigured",
          "StorageUnavailable",
        ] satisfies NamesOf<typeof Failures>,
      },
    ],
  },
  name: "All states",
  parameters: { controls: { disable: true }, options: { showPanel: false } },
  render: (args, { globals }) => <Gallery {...args} globals={globals} />,
};
