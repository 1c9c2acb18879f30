import type { Meta } from "@storybook/react-vite";
import { encodeState, globalBrowser, type OtherWindow, receiveCode } from "react-fullscript-connect/core";
import { expect, userEvent, within } from "storybook/test";
import { answering, comeBack, connecting } from "../fullscript";
import { textsOf } from "../languages";
import { destinationOf } from "../navigation";
import { arrived, callbackMeta, clock, code, codeInAHurry, shows, type Story, thenCalmly } from "./callbackStory";

export default { ...callbackMeta, title: "FullscriptCallback/Outcomes" } satisfies Meta<typeof callbackMeta.component>;

/** With `autoLeave` it goes back to where the user was by itself; here it stays. */
export const Connected: Story = { args: { fetch: connecting }, beforeEach: code, play: shows("connected", undefined) };

/** `error=access_denied`, to a request of this browser. */
export const Cancelled: Story = { beforeEach: () => comeBack({ error: "access_denied" }), play: shows("cancelled") };

/** The same without a request of this browser: nothing is changed, no callback of the host's is called. */
export const CancelledUnasked: Story = {
  beforeEach: () => comeBack({ error: "access_denied", state: encodeState() }),
  play: shows("cancelled"),
};

/** Someone cancels, and thinks better of it: Fullscript is asked again, with the same app state. */
export const CancelledThenConnectAgain: Story = {
  ...Cancelled,
  play: async (context) => {
    await shows("cancelled")(context);
    const { canvasElement, globals } = context;
    const again = within(canvasElement).getByRole("button", { name: textsOf(globals.language).connectAgain });
    const destination = await destinationOf(() => userEvent.click(again));
    await expect(destination?.pathname).toBe("/api/oauth/authorize");
    await expect(destination?.searchParams.get("state")).not.toBe(new URLSearchParams(location.search).get("state"));
  },
};

/** By this browser's clock the code came back more than ten minutes ago: it is not sent. */
export const ExpiredHere: Story = {
  beforeEach: async () => {
    const leave = codeInAHurry();
    await receiveCode(arrived());
    clock?.pass(600_000);
    return leave;
  },
  play: thenCalmly(shows("expired", "code_expired")),
};

/** The endpoint answers `invalid_grant`: expired, used or unknown, nobody can tell. */
export const ExpiredAtFullscript: Story = {
  args: { fetch: answering(400, { error: "invalid_grant" }) },
  beforeEach: code,
  play: shows("expired", "code_rejected"),
};

/** Opened without an authorization response. */
export const Absent: Story = { play: shows("absent") };

/** In a window: the page that opened it has taken the answer, and the window closes, where the browser lets it. */
export const Delivered: Story = {
  beforeEach: () => {
    const leave = comeBack({ code: "c" }, undefined, true);
    const { opener, close } = globalBrowser;
    const app: OtherWindow = {
      closed: false,
      focus: () => undefined,
      close: () => undefined,
      postMessage: () => {
        const data = { type: "fullscript-connect:receipt", state: new URLSearchParams(location.search).get("state") };
        dispatchEvent(
          Object.defineProperty(new MessageEvent("message", { data, origin: location.origin }), "source", {
            value: app,
          }),
        );
      },
    };
    globalBrowser.opener = () => app;
    globalBrowser.close = () => undefined;
    return () => {
      Object.assign(globalBrowser, { opener, close });
      leave();
    };
  },
  play: shows("delivered"),
};
