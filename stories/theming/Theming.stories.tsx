import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, spyOn, userEvent } from "storybook/test";
import { comeBack } from "../fullscript";
import { textsOf } from "../languages";
import { ThemeEditor } from "./ThemeEditor";

const meta = {
  title: "Theming",
  component: ThemeEditor,
  parameters: { layout: "fullscreen", controls: { disable: true }, options: { showPanel: false } },
  args: { preset: "forest", scheme: "light", messages: textsOf("en") },
  beforeEach: () => comeBack({ error: "access_denied" }),
  // Anew for another preset or scheme, whose colours it begins with.
  render: (_, { globals: { preset, scheme, language } }) => (
    <ThemeEditor
      key={`${String(preset)} ${String(scheme)}`}
      preset={String(preset)}
      scheme={scheme === "dark" ? "dark" : "light"}
      messages={textsOf(language)}
    />
  ),
} satisfies Meta<typeof ThemeEditor>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Turn the tokens, look, copy. */
export const Theming: Story = {};

/** The same, by keyboard alone. */
export const ByKeyboard: Story = {
  tags: ["!dev"],
  play: async ({ canvas, canvasElement, globals }) => {
    // What the preset's text can be read on.
    const accent = globals.scheme === "dark" ? "#d3b8f0" : "#5b2a86";
    const copy = spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    const field = canvas.getByRole("textbox", { name: /^Main action accent$/ });
    while (document.activeElement !== field) await userEvent.tab();
    await userEvent.keyboard(`{Control>}a{/Control}${accent}`);
    const button = canvasElement.querySelector<HTMLElement>("[data-fullscript=button][data-variant=solid]");
    await expect(button?.style.getPropertyValue("--fullscript-accent")).toBe(accent);

    const copyButton = canvas.getByRole("button", { name: "Copy the custom properties" });
    while (document.activeElement !== copyButton) await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    await expect(copy).toHaveBeenCalledWith(expect.stringContaining(`--fullscript-accent: ${accent};`));
    await expect(await canvas.findByText("Copied.")).toBeVisible();
    copy.mockRestore();
  },
};
