import type { Meta } from "@storybook/react-vite";
import { FullscriptCallback } from "react-fullscript-connect";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { answering, comeBack, connecting } from "../fullscript";
import { textsOf } from "../languages";
import { callbackMeta, shows, type Story } from "./callbackStory";
import { panelMeta, type PanelStory } from "./panelStory";
import { FAILURES } from "./states";

export default { ...panelMeta, title: "FullscriptCallback/Failures" } satisfies Meta<typeof panelMeta.component>;

/** `?code=a&error=b`: no server sends that. */
export const InvalidResponse: PanelStory = { args: { state: FAILURES.InvalidResponse } };

/** `?code=…` alone. */
export const StateMissing: PanelStory = { args: { state: FAILURES.StateMissing } };

/** A forged link, another browser, or more than an hour. */
export const StateMismatch: PanelStory = { args: { state: FAILURES.StateMismatch } };

/** The same in a popup whose opener is gone: nothing can be started again from here. */
export const StateMismatchInAWindow: PanelStory = { args: { state: FAILURES.StateMismatchInAWindow } };

/** Another user left for Fullscript on this computer. */
export const SubjectMismatch: PanelStory = { args: { state: FAILURES.SubjectMismatch } };

/** Fullscript answers with an error of its own. */
export const AuthorizationError: PanelStory = { args: { state: FAILURES.AuthorizationError } };

/** The answer was lost. The code may have been exchanged, so it isn't sent again. */
export const Interrupted: PanelStory = { args: { state: FAILURES.Interrupted } };

/** The same if the endpoint is idempotent: after five attempts the user may try once more. */
export const InterruptedWithRetry: PanelStory = { args: { state: FAILURES.InterruptedWithRetry } };

/** The host's `headers` failed, so nothing was sent. */
export const Unreachable: PanelStory = { args: { state: FAILURES.Unreachable } };

/** The endpoint answers 500: the code may have been exchanged. */
export const Unavailable: PanelStory = { args: { state: FAILURES.Unavailable } };

/** The endpoint answers 503 five times: nothing happened, and the user may try once more. */
export const UnavailableWithRetry: PanelStory = { args: { state: FAILURES.UnavailableWithRetry } };

/** The host's own session has ended. The code is kept for another attempt. */
export const Unauthorized: PanelStory = { args: { state: FAILURES.Unauthorized } };

let isSignedIn = false;

/** The user signs in in another tab, comes back and tries again. */
export const UnauthorizedThenConnected: Story = {
  args: { ...callbackMeta.args, fetch: () => (isSignedIn ? connecting() : answering(401, {})()) },
  beforeEach: () => {
    isSignedIn = false;
    return comeBack({ code: "c" });
  },
  render: (args) => <FullscriptCallback {...args} />,
  play: async (context) => {
    await shows("failed", "exchange_unauthorized")(context);
    isSignedIn = true;
    const { canvasElement, globals } = context;
    await userEvent.click(within(canvasElement).getByRole("button", { name: textsOf(globals.language).tryAgain }));
    await shows("connected")(context);
    await waitFor(() => expect(within(canvasElement).getByRole("heading")).toHaveFocus());
  },
};

/** The endpoint answers neither with a connection nor with an error that OAuth knows. */
export const Rejected: PanelStory = { args: { state: FAILURES.Rejected } };

/** `endpoint` has no URL. */
export const Misconfigured: PanelStory = { args: { state: FAILURES.Misconfigured } };

/** The user starts again, and the browser can store nothing. */
export const StorageUnavailable: PanelStory = { args: { state: FAILURES.StorageUnavailable } };
