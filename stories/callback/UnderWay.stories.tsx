import type { Meta } from "@storybook/react-vite";
import { attemptExchange } from "react-fullscript-connect/core";
import { expect, waitFor } from "storybook/test";
import { answering, connecting, FULLSCRIPT } from "../fullscript";
import { textsOf } from "../languages";
import {
  arrived,
  callbackMeta,
  clock,
  code,
  codeAt,
  codeInAHurry,
  PATIENT,
  shows,
  type Story,
  thenCalmly,
} from "./callbackStory";

export default { ...callbackMeta, title: "FullscriptCallback/Under way" } satisfies Meta<typeof callbackMeta.component>;

/** On the server, at the first paint, and while the host's user is not known: for half a minute, which takes hours here. */
export const Reading: Story = { args: { subject: null }, beforeEach: codeAt(1 / 1000), play: shows("reading") };

/** In the first second there is no spinner: most exchanges are over by then, and nothing flashes. */
export const Exchanging: Story = { beforeEach: code, play: shows("exchanging") };

/** After five seconds the panel says that it takes longer than usual. */
export const ExchangingSlowly: Story = {
  beforeEach: codeInAHurry,
  play: thenCalmly(async ({ canvas, globals }) => {
    await waitFor(() => expect(canvas.getByText(textsOf(globals.language).slowText)).toBeVisible(), PATIENT);
  }),
};

/** The endpoint answers 503: surely nothing happened, so it is tried again by itself. */
export const Retrying: Story = {
  args: { fetch: answering(503, {}, { "retry-after": "300" }) },
  beforeEach: code,
  play: shows("exchanging", "retry"),
};

/** Nothing was sent yet; it goes on as soon as the network is back. */
export const Offline: Story = {
  beforeEach: () => {
    const leave = code();
    Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
    return () => {
      Reflect.deleteProperty(navigator, "onLine");
      leave();
    };
  },
  play: shows("exchanging", "offline"),
};

/** The same response is open twice, and the other one is posting it. */
export const OtherTab: Story = {
  beforeEach: async () => {
    const leave = code();
    let finish: (() => void) | undefined;
    await new Promise<void>((posted) => {
      const fetch = () => {
        posted();
        return new Promise<Response>((resolve) => (finish = () => void connecting().then(resolve)));
      };
      void attemptExchange(arrived(), { ...FULLSCRIPT, fetch }, Date.now());
    });
    return () => {
      finish?.();
      leave();
    };
  },
  play: shows("exchanging", "other-tab"),
};

/** With three minutes left of the approval's ten the panel says how long it is good for, in whole minutes and then in tens of seconds. */
export const CloseToExpiry: Story = {
  beforeEach: codeInAHurry,
  play: async (context) => {
    await shows("exchanging")(context);
    clock?.pass(425_000);
    clock?.calm();
    await waitFor(() => expect(context.canvasElement.querySelector("[data-part=time]")).toBeVisible(), PATIENT);
  },
};
