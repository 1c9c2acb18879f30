import type { Meta } from "@storybook/react-vite";
import type { FullscriptMessages } from "react-fullscript-connect";
import { expect, waitFor } from "storybook/test";
import { textsOf } from "../languages";
import { openNothing, popups } from "../popup";
import { buttonMeta, hidePage, PRESETS, SCHEMES, type Story } from "./buttonStory";
import { Intents, States } from "./ButtonGrid";
import { Surface } from "./Surface";

export default { ...buttonMeta, title: "FullscriptConnectButton/All states" } satisfies Meta<
  typeof buttonMeta.component
>;

const surfaces = (
  children: (looks: {
    theme: (typeof PRESETS)[number];
    colorScheme: (typeof SCHEMES)[number];
    messages: FullscriptMessages;
  }) => React.ReactNode,
  messages: FullscriptMessages,
) =>
  SCHEMES.flatMap((colorScheme) =>
    PRESETS.map((theme) => (
      <Surface key={colorScheme + theme} scheme={colorScheme} title={`${theme}, ${colorScheme}`}>
        {children({ theme, colorScheme, messages })}
      </Surface>
    )),
  );

/** Intent × variant × size × preset × scheme. */
export const IntentsVariantsAndSizes: Story = {
  render: (_, { globals }) => (
    <>
      {surfaces(
        (looks) => (
          <Intents {...looks} />
        ),
        textsOf(globals.language),
      )}
    </>
  ),
};

/** State × variant × preset × scheme: idle, redirecting, disabled, waiting for the user, failed, and those of a window. */
export const States_: Story = {
  name: "States",
  beforeEach: () => {
    const undo = [hidePage(), openNothing()];
    return () => undo.forEach((each) => each());
  },
  render: (_, { globals }) => (
    <>
      {surfaces(
        (looks) => (
          <States {...looks} />
        ),
        textsOf(globals.language),
      )}
    </>
  ),
  play: async ({ canvasElement }) => {
    const clicked = canvasElement.querySelectorAll<HTMLButtonElement>("[data-click] button");
    for (const button of clicked) {
      const answer = button.closest<HTMLElement>("[data-answer]")?.dataset.answer;
      const unblock = answer === "blocked" ? openNothing(true) : undefined;
      button.click();
      unblock?.();
      if (answer) popups.at(-1)?.answer(Object.fromEntries(new URLSearchParams(answer)));
    }
    await waitFor(() => {
      for (const button of clicked) void expect(button).not.toHaveAttribute("data-status", "idle");
    });
  },
};
