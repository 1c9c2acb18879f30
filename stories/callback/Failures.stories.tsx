import type { Meta } from "@storybook/react-vite";
import { encodeState, globalBrowser } from "react-fullscript-connect/core";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { answering, comeBack, connecting, FULL_STORAGE } from "../fullscript";
import { textsOf } from "../languages";
import { callbackMeta, code, codeInAHurry, shows, type Story, thenCalmly } from "./callbackStory";

export default { ...callbackMeta, title: "FullscriptCallback/Failures" } satisfies Meta<typeof callbackMeta.component>;

/** `?code=a&error=b`: no server sends that. */
export const InvalidResponse: Story = {
  beforeEach: () => comeBack({ code: "c", error: "server_error" }),
  play: shows("failed", "invalid_response"),
};

/** `?code=…` alone. */
export const StateMissing: Story = {
  beforeEach: () => comeBack({ code: "c", state: undefined }),
  play: shows("failed", "state_missing"),
};

/** A forged link, another browser, or more than an hour. */
export const StateMismatch: Story = {
  beforeEach: () => comeBack({ code: "c", state: encodeState() }),
  play: shows("failed", "state_mismatch"),
};

/** The same in a window whose page is gone: there is nothing to start again from here. */
export const StateMismatchInAWindow: Story = {
  beforeEach: () => {
    const leave = comeBack({ code: "c", state: encodeState() });
    const { opener, windowName } = globalBrowser;
    globalBrowser.opener = () => ({
      closed: false,
      focus: () => undefined,
      close: () => undefined,
      postMessage: () => undefined,
    });
    globalBrowser.windowName = () => "fullscript-of-the-app";
    return () => {
      Object.assign(globalBrowser, { opener, windowName });
      leave();
    };
  },
  play: async (context) => {
    await shows("failed", "state_mismatch")(context);
    const { canvasElement, globals } = context;
    await expect(within(canvasElement).getByRole("button")).toHaveAccessibleName(textsOf(globals.language).closeWindow);
  },
};

/** Someone else left for Fullscript on this computer. */
export const SubjectMismatch: Story = {
  args: { subject: "user-b" },
  beforeEach: () => comeBack({ code: "c" }, "user-a"),
  play: shows("failed", "subject_mismatch"),
};

/** Fullscript answers with an error of its own. */
export const AuthorizationError: Story = {
  beforeEach: () => comeBack({ error: "server_error" }),
  play: shows("failed", "authorization_error"),
};

/** The answer was lost: it may have happened, so the code is not sent again. */
export const Interrupted: Story = {
  args: { fetch: () => Promise.reject(new TypeError("lost")) },
  beforeEach: code,
  play: shows("failed", "exchange_interrupted"),
};

/** The same where the endpoint is idempotent: after five attempts the user may try once more. */
export const InterruptedWithRetry: Story = {
  args: { ...Interrupted.args, idempotent: true },
  beforeEach: codeInAHurry,
  play: thenCalmly(shows("failed", "exchange_interrupted")),
};

/** The host's `headers` failed, so nothing was sent. */
export const Unreachable: Story = {
  args: { headers: () => Promise.reject(new Error("no token")) },
  beforeEach: codeInAHurry,
  play: thenCalmly(shows("failed", "exchange_unreachable")),
};

/** The endpoint answers 500: it may have happened. */
export const Unavailable: Story = {
  args: { fetch: answering(500, {}) },
  beforeEach: code,
  play: shows("failed", "exchange_unavailable"),
};

/** The endpoint answers 503, five times: it did not happen, and the user may try once more. */
export const UnavailableWithRetry: Story = {
  args: { fetch: answering(503, {}) },
  beforeEach: codeInAHurry,
  play: thenCalmly(shows("failed", "exchange_unavailable")),
};

/** The host's own session is over; the code is kept for another try. */
export const Unauthorized: Story = {
  args: { fetch: answering(401, {}) },
  beforeEach: code,
  play: shows("failed", "exchange_unauthorized"),
};

let isSignedIn = false;

/** The user signs in in another tab, comes back and tries again. */
export const UnauthorizedThenConnected: Story = {
  args: { fetch: () => (isSignedIn ? connecting() : answering(401, {})()) },
  beforeEach: () => {
    isSignedIn = false;
    return code();
  },
  play: async (context) => {
    await shows("failed", "exchange_unauthorized")(context);
    isSignedIn = true;
    const { canvasElement, globals } = context;
    await userEvent.click(within(canvasElement).getByRole("button", { name: textsOf(globals.language).tryAgain }));
    await shows("connected")(context);
    await waitFor(() => expect(within(canvasElement).getByRole("heading")).toHaveFocus());
  },
};

/** The endpoint answers something that is neither a connection nor a refusal that OAuth knows. */
export const Rejected: Story = {
  args: { fetch: answering(422, {}) },
  beforeEach: code,
  play: shows("failed", "exchange_rejected"),
};

/** `endpoint` gives no URL. */
export const Misconfigured: Story = {
  args: { endpoint: () => "" },
  beforeEach: code,
  play: shows("failed", "misconfigured"),
};

/** The user starts again, and the browser can remember nothing. */
export const StorageUnavailable: Story = {
  args: { storage: FULL_STORAGE },
  beforeEach: () => comeBack({ error: "access_denied" }),
  play: async (context) => {
    await shows("cancelled")(context);
    const { canvasElement, globals } = context;
    await userEvent.click(within(canvasElement).getByRole("button", { name: textsOf(globals.language).connectAgain }));
    await shows("failed", "storage_unavailable")(context);
  },
};
