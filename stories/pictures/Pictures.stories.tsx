import type { Meta, StoryObj } from "@storybook/react-vite";
import {
  CallbackPanel,
  ConnectButtonView,
  ConnectionCardView,
  type FullscriptAuth,
  type FullscriptCallbackState,
  FullscriptError,
  type FullscriptMessages,
} from "react-fullscript-connect";
import { textsOf } from "../languages";
import "./pictures.css";

/** The pictures of the README and the docs. `npm run pictures` takes them. */
const meta: Meta = {
  title: "Pictures",
  parameters: { controls: { disable: true }, options: { showPanel: false }, layout: "fullscreen" },
};
export default meta;

type Scheme = "light" | "dark";

interface Look {
  colorScheme: Scheme;
  messages: FullscriptMessages;
}

const IDLE: FullscriptAuth = {
  status: "idle",
  connection: undefined,
  error: undefined,
  authorize: () => undefined,
  reset: () => undefined,
};
const leave = () => undefined;
const returned = { appState: undefined, returnTo: "/integrations", leave, restart: leave };
const CONNECTED: FullscriptCallbackState = { status: "connected", connection: undefined, replayed: false, ...returned };

const OUTCOMES: FullscriptCallbackState[] = [
  CONNECTED,
  { status: "cancelled", verified: true, ...returned },
  { status: "expired", error: new FullscriptError("code_expired", "The code has expired."), ...returned },
  {
    status: "failed",
    error: new FullscriptError("exchange_unauthorized", "The endpoint answered 401."),
    ...returned,
    retry: leave,
    restart: undefined,
  },
];

const BRANDS = ["#1b533f", "#5b2a86", "#b3261e", "#f2c200"];

const story = (content: (look: Look) => React.ReactNode, name: string): StoryObj => ({
  render: (_, { globals }) => {
    const scheme = globals.scheme === "dark" ? "dark" : "light";
    return (
      <main className={`picture ${name}`} data-surface={scheme}>
        {content({ colorScheme: scheme, messages: textsOf(globals.language) })}
      </main>
    );
  },
});

/** The way of a user, step by step. */
export const Flow = story(
  (look) => (
    <>
      <section aria-label="1">
        <p className="step">1. Your integrations page</p>
        <ConnectionCardView {...look} state={{ status: "not-connected" }}>
          <ConnectButtonView {...look} state={IDLE} />
        </ConnectionCardView>
      </section>
      <section aria-label="2">
        <p className="step">2. Fullscript</p>
        <div className="fullscript">The practitioner signs in or signs up, then authorizes your app.</div>
      </section>
      <section aria-label="3">
        <p className="step">3. Your callback page</p>
        <CallbackPanel {...look} state={CONNECTED} />
      </section>
      <section aria-label="4">
        <p className="step">4. Back on your page</p>
        <ConnectionCardView {...look} state={{ status: "connected", ownerType: "Practitioner" }} />
      </section>
    </>
  ),
  "flow",
);

/** What the callback page shows at the end. */
export const Outcomes = story(
  (look) => OUTCOMES.map((state) => <CallbackPanel key={state.status} {...look} state={state} />),
  "outcomes",
);

/** Each button is made from one color. */
export const Buttons = story(
  (look) =>
    BRANDS.map((accent) => (
      <div key={accent} className="row">
        <ConnectButtonView {...look} state={IDLE} theme={{ accent }} />
        <ConnectButtonView {...look} state={IDLE} theme={{ accent }} variant="outline" intent="treatment-plan" />
        <ConnectButtonView {...look} state={IDLE} theme={{ accent }} variant="ghost" intent="recommend" />
      </div>
    )),
  "buttons",
);
