import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, spyOn, userEvent } from "storybook/test";
import { comeBack } from "../fullscript";
import { textsOf } from "../languages";
import { DesignSystems as DesignSystemsPage } from "./DesignSystems";
import { EightBrands as EightBrandsPage } from "./EightBrands";
import { ThemeEditor } from "./ThemeEditor";

const meta = {
  title: "Theming",
  component: ThemeEditor,
  parameters: { layout: "fullscreen", controls: { disable: true }, options: { showPanel: false } },
  args: { messages: textsOf("en") },
  beforeEach: () => comeBack({ error: "access_denied" }),
  render: (_, { globals: { language } }) => <ThemeEditor messages={textsOf(language)} />,
} satisfies Meta<typeof ThemeEditor>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Choose a color, compare, copy. */
export const Theming: Story = {};

/** Eight brands, each from one color, in light and dark. */
export const EightBrands: Story = {
  render: (_, { globals: { language } }) => <EightBrandsPage messages={textsOf(language)} />,
};

/** The custom properties of Tailwind 4 with shadcn/ui, MUI, Chakra UI and Mantine. */
export const DesignSystems: Story = {
  render: (_, { globals: { language } }) => <DesignSystemsPage messages={textsOf(language)} />,
};

/** The same, by keyboard alone. */
export const ByKeyboard: Story = {
  tags: ["!dev"],
  play: async ({ canvas, canvasElement }) => {
    const accent = "#d3b8f0";
    const copy = spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    const field = canvas.getByRole("textbox", { name: /^Your brand’s color accent$/ });
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
