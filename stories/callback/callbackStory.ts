import type { Meta, StoryObj } from "@storybook/react-vite";
import { FullscriptCallback } from "react-fullscript-connect";
import { expect, fn, waitFor } from "storybook/test";
import { comeBack, FULLSCRIPT } from "../fullscript";

/** What the callback's stories share. */
export const callbackMeta = {
  component: FullscriptCallback,
  args: { ...FULLSCRIPT, autoLeave: false, navigate: fn() },
  argTypes: {
    theme: { control: "inline-radio", options: ["forest", "coal", "green"] },
    colorScheme: { control: "inline-radio", options: ["light", "dark", "auto"] },
    headingLevel: { control: "inline-radio", options: [1, 2, 3, 4, 5, 6] },
    environment: { control: "select", options: ["us", "ca", "us-snd", "ca-snd"] },
    credentials: { control: "inline-radio", options: ["omit", "same-origin", "include"] },
    subject: { control: "text" },
    endpoint: { control: "text" },
    messages: { control: "object" },
    classNames: { control: "object" },
    ...Object.fromEntries(
      [
        "fetch",
        "headers",
        "storage",
        "children",
        "navigate",
        "replaceUrl",
        "onConnected",
        "onCancelled",
        "onExpired",
        "onFailed",
      ].map((name) => [name, { control: false }]),
    ),
  },
} satisfies Meta<typeof FullscriptCallback>;

export type Story = StoryObj<typeof callbackMeta>;
export type Play = NonNullable<Story["play"]>;

const panelIn = (canvasElement: HTMLElement) => canvasElement.querySelector<HTMLElement>("[data-fullscript=callback]");

/** What a story waits for: its status, and its error's code or what it waits for. */
export const shows =
  (status: string, detail?: string): Play =>
  async ({ canvasElement }) => {
    const panel = panelIn(canvasElement);
    await waitFor(() => expect(panel).toHaveAttribute("data-status", status));
    if (detail) await waitFor(() => expect(panel?.dataset.error ?? panel?.dataset.waiting).toBe(detail));
  };

export const code = () => comeBack({ code: "c" });
