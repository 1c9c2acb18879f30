import type { Meta } from "@storybook/react-vite";
import type { ReactNode } from "react";
import type { FullscriptMessages } from "react-fullscript-connect";
import { expect } from "storybook/test";
import { textsOf } from "../languages";
import { CommonStates, Intents, States } from "./ButtonGrid";
import { buttonMeta, PRESETS, SCHEMES, type Story } from "./buttonStory";
import { Surface } from "./Surface";

export default {
  ...buttonMeta,
  title: "FullscriptConnectButton/All states",
  parameters: { ...buttonMeta.parameters, controls: { disable: true } },
} satisfies Meta<typeof buttonMeta.component>;

interface Look {
  theme: (typeof PRESETS)[number];
  colorScheme: (typeof SCHEMES)[number];
  messages: FullscriptMessages;
}

/** Every preset, light and dark. */
function Surfaces({ messages, children }: { messages: FullscriptMessages; children: (look: Look) => ReactNode }) {
  return SCHEMES.flatMap((colorScheme) =>
    PRESETS.map((theme) => (
      <Surface key={colorScheme + theme} scheme={colorScheme} title={`${theme}, ${colorScheme}`}>
        {children({ theme, colorScheme, messages })}
      </Surface>
    )),
  );
}

/** Every intent, variant and size. */
export const IntentsVariantsAndSizes: Story = {
  render: (_, { globals }) => (
    <Surfaces messages={textsOf(globals.language)}>{(look) => <Intents {...look} />}</Surfaces>
  ),
};

/** Every state and variant, rendered from the state alone. */
export const States_: Story = {
  name: "States",
  render: (_, { globals }) => (
    <Surfaces messages={textsOf(globals.language)}>{(look) => <States {...look} />}</Surfaces>
  ),
  play: async ({ canvasElement }) => {
    const shown = [...canvasElement.querySelectorAll<HTMLElement>("[data-intent]")].map(
      ({ dataset }) => dataset.status,
    );
    await expect(new Set(shown).size).toBe(7);
  },
};

/** The states that users meet most, in the look of the toolbars. The docs show this story. */
export const InBrief: Story = {
  render: ({ theme, colorScheme }, { globals }) => (
    <CommonStates {...{ theme, colorScheme }} messages={textsOf(globals.language)} />
  ),
};
