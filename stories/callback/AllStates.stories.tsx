import type { Meta, StoryObj } from "@storybook/react-vite";
import { CallbackPanel } from "react-fullscript-connect";
import { FAILURES, OUTCOMES, UNDER_WAY } from "./states";
import "./gallery.css";

const meta = {
  title: "FullscriptCallback/All states",
  component: CallbackPanel,
  // Each state is tested in a story of its own.
  tags: ["!test"],
  args: { state: UNDER_WAY.Reading },
} satisfies Meta<typeof CallbackPanel>;

export default meta;

const GROUPS = { "Under way": UNDER_WAY, Outcomes: OUTCOMES, Failures: FAILURES };

/** `CloseToExpiry` is "Close To Expiry", as in Storybook's sidebar. */
const toWords = (name: string) => name.replace(/(?!^)[A-Z]/g, " $&");

/** Every state of the panel at once. */
export const AllStates: StoryObj<typeof meta> = {
  name: "All states",
  parameters: { controls: { disable: true }, options: { showPanel: false } },
  render: (args) => (
    <>
      {Object.entries(GROUPS).map(([title, states]) => (
        <section key={title}>
          <h2>{title}</h2>
          <div className="gallery">
            {Object.entries(states).map(([name, state]) => (
              <figure key={name}>
                <figcaption>{toWords(name)}</figcaption>
                <CallbackPanel {...args} state={state} headingLevel={3} />
              </figure>
            ))}
          </div>
        </section>
      ))}
    </>
  ),
};
