import { FullscriptConnectButton, type FullscriptConnectButtonProps } from "react-fullscript-connect";
import { answering, connecting, FULLSCRIPT } from "../fullscript";
import { INTENTS, MISCONFIGURED, SIZES, VARIANTS } from "./buttonStory";

type Looks = Pick<FullscriptConnectButtonProps, "theme" | "colorScheme" | "messages">;

/** Every intent, in every variant and size. */
export function Intents(looks: Looks) {
  return INTENTS.map((intent) => (
    <div key={intent} className="surface-row">
      <h3>{intent}</h3>
      <div>
        {VARIANTS.flatMap((variant) =>
          SIZES.map((size) => (
            <FullscriptConnectButton key={variant + size} {...FULLSCRIPT} {...looks} {...{ intent, variant, size }} />
          )),
        )}
      </div>
    </div>
  ));
}

/** Each state's props; `isClicked` where the state comes by a click, and `answer` what comes back from the window, as a query string, if any comes. */
const STATES: Record<string, Partial<FullscriptConnectButtonProps> & { isClicked?: boolean; answer?: string }> = {
  idle: {},
  redirecting: { isClicked: true },
  disabled: { disabled: true },
  "waiting for the user": { subject: null },
  failed: { ...MISCONFIGURED, isClicked: true },
  "awaiting a window": { mode: "popup", isClicked: true },
  "blocked window": { mode: "popup", isClicked: true, answer: "blocked" },
  cancelled: { mode: "popup", isClicked: true, answer: "error=access_denied" },
  exchanging: { mode: "popup", isClicked: true, answer: "code=c" },
  connected: { mode: "popup", fetch: connecting, isClicked: true, answer: "code=c" },
  "connecting failed": { mode: "popup", fetch: answering(404, {}), isClicked: true, answer: "code=c" },
};

/** Every state, in every variant. */
export function States(looks: Looks) {
  return Object.entries(STATES).map(([state, { isClicked, answer, ...props }]) => (
    <div key={state} className="surface-row">
      <h3>{state}</h3>
      <div className="surface-thirds" data-click={isClicked} data-answer={answer}>
        {VARIANTS.map((variant) => (
          <div key={variant}>
            <FullscriptConnectButton {...FULLSCRIPT} {...looks} {...props} variant={variant} />
          </div>
        ))}
      </div>
    </div>
  ));
}
