import type { Meta, StoryObj } from "@storybook/react-vite";
import { FullscriptCallback } from "react-fullscript-connect";
import { encodeState } from "react-fullscript-connect/core";
import { expect, fn, waitFor } from "storybook/test";
import { answering, comeBack, FULLSCRIPT } from "./fullscript";

const meta = {
  title: "FullscriptCallback",
  component: FullscriptCallback,
  args: { ...FULLSCRIPT, autoLeave: false, navigate: fn() },
  argTypes: {
    theme: { control: "inline-radio", options: ["forest", "coal", "green"] },
    colorScheme: { control: "inline-radio", options: ["light", "dark", "auto"] },
    headingLevel: { control: { type: "number", min: 1, max: 6 } },
  },
} satisfies Meta<typeof FullscriptCallback>;

export default meta;
type Story = StoryObj<typeof meta>;

/** What a story waits for: its status, and its error's code or what it waits for. */
const shows = (status: string, detail?: string): NonNullable<Story["play"]> =>
  async ({ canvasElement }) => {
    const panel = canvasElement.querySelector<HTMLElement>("[data-fullscript=callback]");
    await waitFor(() => expect(panel).toHaveAttribute("data-status", status), { timeout: 5_000 });
    if (detail) await waitFor(() => expect(panel?.dataset.error ?? panel?.dataset.waiting).toBe(detail), { timeout: 5_000 });
  };

const code = () => comeBack({ code: "c" });

/** Server, first paint, and while the host's user is not known. */
export const Reading: Story = { args: { subject: null }, beforeEach: code, play: shows("reading") };

export const Exchanging: Story = { beforeEach: code, play: shows("exchanging") };

export const ExchangingAgain: Story = {
  args: { fetch: answering(503, {}, { "retry-after": "300" }) },
  beforeEach: code,
  play: shows("exchanging", "retry"),
};

export const ExchangingOffline: Story = {
  beforeEach: () => {
    const forget = code();
    Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
    return () => {
      Reflect.deleteProperty(navigator, "onLine");
      forget();
    };
  },
  play: shows("exchanging", "offline"),
};

export const Connected: Story = {
  args: { fetch: answering(200, { connected: true, resource_owner: { id: "p-1", type: "Practitioner" } }) },
  beforeEach: code,
  play: shows("connected"),
};

export const Cancelled: Story = { beforeEach: () => comeBack({ error: "access_denied" }), play: shows("cancelled") };

export const Expired: Story = {
  args: { fetch: answering(400, { error: "invalid_grant" }) },
  beforeEach: code,
  play: shows("expired", "code_rejected"),
};

/** A forged link, another browser, or more than an hour. */
export const FailedState: Story = { beforeEach: () => comeBack({ code: "c", state: encodeState() }), play: shows("failed", "state_mismatch") };

/** The host's own session is over; the code is kept for another try. */
export const FailedUnauthorized: Story = { args: { fetch: answering(401, {}) }, beforeEach: code, play: shows("failed", "exchange_unauthorized") };

/** The answer was lost: it may have happened, so the code is not sent again. */
export const FailedInterrupted: Story = {
  args: { fetch: () => Promise.reject(new TypeError("lost")) },
  beforeEach: code,
  play: shows("failed", "exchange_interrupted"),
};

export const FailedUnavailable: Story = { args: { fetch: answering(500, {}) }, beforeEach: code, play: shows("failed", "exchange_unavailable") };

/** Someone else left for Fullscript on this computer. */
export const FailedSubject: Story = { args: { subject: "user-b" }, beforeEach: () => comeBack({ code: "c" }, "user-a"), play: shows("failed", "subject_mismatch") };

export const FailedAuthorization: Story = { beforeEach: () => comeBack({ error: "server_error" }), play: shows("failed", "authorization_error") };

/** Opened without an authorization response. */
export const Absent: Story = { play: shows("absent") };

export const Dark: Story = {
  ...Connected,
  globals: { colorScheme: "dark" },
  play: async (context) => {
    await shows("connected")(context);
    const panel = context.canvasElement.querySelector("[data-fullscript=callback]");
    await expect(panel && getComputedStyle(panel).backgroundColor).toBe("rgb(27, 34, 41)");
  },
};

/** A UI of the host's own. */
export const OwnUi: Story = {
  args: { ...Expired.args, children: (callback) => <p>{`Status: ${callback.status}`}</p> },
  beforeEach: code,
  play: shows("expired"),
};
