import type { Meta } from "@storybook/react-vite";
import {
  ConnectButtonView,
  type ConnectionCardState,
  ConnectionCardView,
  type ConnectionCardViewProps,
  FullscriptError,
} from "react-fullscript-connect";
import { expect } from "storybook/test";
import { SCHEMES } from "../button/buttonStory";
import { Surface } from "../button/Surface";
import { textsOf } from "../languages";
import { cardMeta, type Story } from "./cardStory";
import "../callback/gallery.css";

export default {
  ...cardMeta,
  title: "FullscriptConnectionCard/All states",
  // The states need no provider, and have the whole width.
  decorators: [],
  parameters: { ...cardMeta.parameters, controls: { disable: true } },
} satisfies Meta<typeof cardMeta.component>;

const error = (code: FullscriptError["code"]) => new FullscriptError(code, "A story.");
const nothing = () => undefined;

const STATES: Record<string, ConnectionCardState & Pick<ConnectionCardViewProps, "onSignIn">> = {
  loading: { status: "loading" },
  "not connected": { status: "not-connected" },
  "connected as a practitioner": { status: "connected", ownerType: "Practitioner" },
  "connected as a staff member": { status: "connected", ownerType: "Staff" },
  "ended by Fullscript": { status: "reconnect" },
  "missing scopes": { status: "reconnect", missingScopes: ["patients:write", "treatment_plans:write"] },
  disconnecting: { status: "disconnecting" },
  "disconnecting failed": {
    status: "connected",
    ownerType: "Practitioner",
    error: error("exchange_unavailable"),
  },
  failed: { status: "failed", error: error("exchange_unavailable") },
  "signed out": { status: "failed", error: error("exchange_unauthorized") },
  "signed out, with onSignIn": { status: "failed", error: error("exchange_unauthorized"), onSignIn: nothing },
  "another user": { status: "failed", error: error("subject_mismatch") },
};

/** Every state, light and dark, rendered from the state alone. */
export const AllStates: Story = {
  name: "All states",
  render: ({ theme }, { globals }) => (
    <>
      {SCHEMES.map((colorScheme) => (
        <Surface key={colorScheme} scheme={colorScheme} title={colorScheme}>
          <div className="gallery">
            {Object.entries(STATES).map(([name, { onSignIn, ...state }]) => {
              const look = { theme, colorScheme, messages: textsOf(globals.language) };
              return (
                <figure key={name}>
                  <figcaption>{name}</figcaption>
                  <ConnectionCardView
                    {...look}
                    state={state}
                    headingLevel={3}
                    onDisconnect={nothing}
                    onRetry={nothing}
                    onSignIn={onSignIn}
                  >
                    <ConnectButtonView
                      {...look}
                      state={{ status: "idle", connection: undefined, error: undefined }}
                      intent={state.status === "reconnect" ? "reconnect" : "connect"}
                    />
                  </ConnectionCardView>
                </figure>
              );
            })}
          </div>
        </Surface>
      ))}
    </>
  ),
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelectorAll("[data-fullscript=card]")).toHaveLength(2 * Object.keys(STATES).length);
  },
};
