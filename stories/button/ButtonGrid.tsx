import {
  ConnectButtonView,
  type ConnectButtonViewProps,
  type FullscriptAuthState,
  FullscriptError,
  type FullscriptErrorCode,
} from "react-fullscript-connect";
import { INTENTS, SIZES, VARIANTS } from "./buttonStory";

type Look = Pick<ConnectButtonViewProps, "theme" | "colorScheme" | "messages">;

const NOTHING = { connection: undefined, error: undefined } as const;
const IDLE: FullscriptAuthState = { ...NOTHING, status: "idle" };
const failed = (code: FullscriptErrorCode): FullscriptAuthState => ({
  ...NOTHING,
  status: "failed",
  error: new FullscriptError(code, "A story."),
});
const nothing = () => undefined;

/** Every intent, in every variant and size. */
export function Intents(look: Look) {
  return INTENTS.map((intent) => (
    <div key={intent} className="surface-row">
      <h3>{intent}</h3>
      <div>
        {VARIANTS.flatMap((variant) =>
          SIZES.map((size) => (
            <ConnectButtonView key={variant + size} {...look} {...{ intent, variant, size }} state={IDLE} />
          )),
        )}
      </div>
    </div>
  ));
}

/** The props of every state. */
const STATES: Record<string, Omit<ConnectButtonViewProps, keyof Look>> = {
  idle: { state: IDLE },
  redirecting: { state: { ...NOTHING, status: "redirecting" } },
  disabled: { state: IDLE, disabled: true },
  "waiting for the user": { state: IDLE, isWaiting: true },
  "looking up the connection": { state: IDLE, isBusy: true },
  "cannot start": { state: failed("misconfigured") },
  "waiting for a window": { state: { ...NOTHING, status: "awaiting", isOpen: true }, onCancel: nothing },
  "window reads as closed": { state: { ...NOTHING, status: "awaiting", isOpen: false }, onCancel: nothing },
  "blocked window": { state: failed("popup_blocked") },
  cancelled: { state: { ...NOTHING, status: "cancelled" } },
  exchanging: { state: { ...NOTHING, status: "exchanging" } },
  connected: { state: { ...NOTHING, status: "connected" } },
  "connecting failed": { state: failed("exchange_rejected") },
  "page not loaded in full": { state: failed("exchange_unreachable") },
  "signed out": { state: failed("exchange_unauthorized") },
  "signed out, with onSignIn": { state: failed("exchange_unauthorized"), onSignIn: nothing },
  "another user": { state: failed("subject_mismatch") },
};

const COMMON = ["idle", "redirecting", "waiting for a window", "blocked window", "connected", "connecting failed"];

/** The states that users meet most. */
export function CommonStates(look: Look) {
  return Object.entries(STATES)
    .filter(([name]) => COMMON.includes(name))
    .map(([name, props]) => (
      <div key={name} className="surface-row">
        <h3>{name}</h3>
        <div>
          <ConnectButtonView {...props} {...look} />
        </div>
      </div>
    ));
}

/** Every state, in every variant. */
export function States(look: Look) {
  return Object.entries(STATES).map(([name, props]) => (
    <div key={name} className="surface-row">
      <h3>{name}</h3>
      <div className="surface-thirds">
        {VARIANTS.map((variant) => (
          <div key={variant}>
            <ConnectButtonView {...props} {...look} variant={variant} />
          </div>
        ))}
      </div>
    </div>
  ));
}
