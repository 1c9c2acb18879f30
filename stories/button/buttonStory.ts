import type { Meta, StoryObj } from "@storybook/react-vite";
import { FullscriptConnectButton } from "react-fullscript-connect";
import { FULLSCRIPT } from "../fullscript";

/** What the button's stories share. */
export const buttonMeta = {
  component: FullscriptConnectButton,
  args: FULLSCRIPT,
  parameters: { docs: { story: { height: "160px" } } },
  argTypes: {
    intent: { control: "select", options: ["connect", "treatment-plan", "recommend", "reconnect"] },
    variant: { control: "inline-radio", options: ["solid", "outline", "ghost"] },
    size: { control: "inline-radio", options: ["small", "medium", "large"] },
    theme: { control: "inline-radio", options: ["forest", "coal", "green"] },
    colorScheme: { control: "inline-radio", options: ["light", "dark", "auto"] },
    environment: { control: "select", options: ["us", "ca", "us-snd", "ca-snd"] },
    credentials: { control: "inline-radio", options: ["omit", "same-origin", "include"] },
    mode: { control: "inline-radio", options: ["auto", "redirect", "popup", "top"] },
    appStateIn: { control: "inline-radio", options: ["url", "storage"] },
    subject: { control: "text" },
    endpoint: { control: "text" },
    children: { control: "text", description: "A label of one's own in the place of the intent's." },
    disabled: { control: "boolean", description: "As in HTML: also takes the button out of the tab order." },
    messages: { control: "object" },
    appState: { control: "object" },
    ...Object.fromEntries(["fetch", "headers", "storage", "icon"].map((name) => [name, { control: false }])),
  },
} satisfies Meta<typeof FullscriptConnectButton>;

export type Story = StoryObj<typeof buttonMeta>;

export const INTENTS = ["connect", "treatment-plan", "recommend", "reconnect"] as const;
export const VARIANTS = ["solid", "outline", "ghost"] as const;
export const SIZES = ["small", "medium", "large"] as const;
export const PRESETS = ["forest", "coal", "green"] as const;
export const SCHEMES = ["light", "dark"] as const;

/** Keeps a page that has left, and stays, as it is then: a button of a hidden page waits until it is seen again. */
export function hidePage(): () => void {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  return () => void Reflect.deleteProperty(document, "visibilityState");
}

/** A host at whose redirect URI the user would not come back. */
export const MISCONFIGURED = { ...FULLSCRIPT, redirectUri: "https://clinic.example/fullscript/callback" } as const;
