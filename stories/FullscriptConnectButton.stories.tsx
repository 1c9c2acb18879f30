import type { Meta, StoryObj } from "@storybook/react-vite";
import { FullscriptConnectButton } from "react-fullscript-connect";
import { expect, userEvent, within } from "storybook/test";
import { FULLSCRIPT } from "./fullscript";

const meta = {
  title: "FullscriptConnectButton",
  component: FullscriptConnectButton,
  args: FULLSCRIPT,
  argTypes: {
    intent: { control: "select", options: ["connect", "treatment-plan", "recommend", "reconnect"] },
    variant: { control: "inline-radio", options: ["solid", "outline", "ghost"] },
    size: { control: "inline-radio", options: ["small", "medium", "large"] },
    theme: { control: "inline-radio", options: ["forest", "coal", "green"] },
    colorScheme: { control: "inline-radio", options: ["light", "dark", "auto"] },
  },
} satisfies Meta<typeof FullscriptConnectButton>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Connect: Story = {};

export const TreatmentPlan: Story = { args: { intent: "treatment-plan" } };

export const Variants: Story = {
  render: (args) => (
    <div style={{ display: "grid", gap: 16, justifyItems: "start" }}>
      {(["forest", "coal", "green"] as const).map((theme) => (
        <div key={theme} style={{ display: "flex", gap: 12, flexWrap: "wrap" }}>
          {(["solid", "outline", "ghost"] as const).map((variant) => (
            <FullscriptConnectButton key={variant} {...args} theme={theme} variant={variant} intent="recommend" />
          ))}
        </div>
      ))}
    </div>
  ),
};

export const Dark: Story = { ...Variants, globals: { colorScheme: "dark" } };

export const Sizes: Story = {
  render: (args) => (
    <div style={{ display: "flex", gap: 12, flexWrap: "wrap", alignItems: "center" }}>
      {(["small", "medium", "large"] as const).map((size) => (
        <FullscriptConnectButton key={size} {...args} size={size} />
      ))}
    </div>
  ),
};

export const OwnTokens: Story = { args: { theme: { accent: "#5b2a86", accentHover: "#431c66", onAccent: "#fff", radius: "999px" } } };

/** Leaves for Fullscript; here the page stays, and three seconds later the button can be used again. */
export const Redirecting: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button", { name: "Connect my Fullscript account" }));
    await expect(canvas.getByRole("button", { name: "Opening Fullscript…" })).toHaveAttribute("data-status", "redirecting");
  },
};

/** A configuration with which the user would not come back is refused before anything leaves. */
export const Failed: Story = {
  args: { redirectUri: "https://clinic.example/fullscript/callback" },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole("button"));
    await expect(canvas.getByRole("alert")).toHaveTextContent("Fullscript could not be opened.");
  },
};

/** The host's user is not known yet. */
export const Waiting: Story = { args: { subject: null } };
