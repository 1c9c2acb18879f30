"use client";

import type { MouseEvent, ReactElement } from "react";
import type { FullscriptConfig } from "../../core/FullscriptConfig";
import type { FullscriptMessages } from "../../locales/en";
import type { FullscriptAuthOptions } from "../connect/authState";
import { ConnectButtonView, type ConnectButtonLook } from "../connect/ConnectButtonView";
import { useFullscriptAuth } from "../connect/useFullscriptAuth";
import type { OwnMessages } from "../shared/mergeMessages";
import { selectCardState } from "./cardState";
import { type ConnectionCardLook, ConnectionCardView } from "./ConnectionCardView";
import { useFullscriptConnection } from "./useFullscriptConnection";

/** Your configuration, the options of an authorization from the card, and the look. */
export interface FullscriptConnectionCardProps extends FullscriptAuthOptions, Omit<ConnectionCardLook, "messages"> {
  endpoint: FullscriptConfig["endpoint"];
  /** Runs first when the user presses "Disconnect". `preventDefault()` keeps the connection, for example if the user answers your question with no. */
  onDisconnect?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  /** Texts that replace the English ones. */
  messages?: OwnMessages<FullscriptMessages> | undefined;
}

/**
 * Shows whether the user's Fullscript account is connected, with a button to connect, reconnect or disconnect it. It works with and
 * without a `QueryClientProvider`.
 *
 * Renders a `<section>` that is labelled by its heading. `data-status` is `loading`, `not-connected`, `connected`, `reconnect`,
 * `disconnecting` or `failed`, and `data-error` is the error's code. Changes are announced politely, failures as an alert. If a
 * button that has the focus goes away, the focus moves to the heading.
 *
 * @example
 * <FullscriptConnectionCard {...fullscript} onSignIn={() => navigate("/sign-in")} />
 */
export function FullscriptConnectionCard(props: FullscriptConnectionCardProps): ReactElement {
  const { theme, colorScheme, messages, headingLevel, classNames, onDisconnect, onSignIn, ...options } = props;
  const connection = useFullscriptConnection(options);
  const { disconnect, refetch } = connection;
  const state = selectCardState(connection);
  const look = { theme, colorScheme, messages, onSignIn };

  const press = (event: MouseEvent<HTMLButtonElement>) => {
    onDisconnect?.(event);
    if (!event.defaultPrevented) disconnect.mutate();
  };

  return (
    <ConnectionCardView
      {...look}
      headingLevel={headingLevel}
      classNames={classNames}
      state={state}
      onDisconnect={press}
      onRetry={() => void refetch()}
    >
      <CardButton
        options={options}
        look={{ ...look, intent: state.status === "reconnect" ? "reconnect" : "connect" }}
        className={classNames?.action}
      />
    </ConnectionCardView>
  );
}

interface CardButtonProps {
  options: FullscriptAuthOptions;
  look: ConnectButtonLook;
  className: string | undefined;
}

/** Differs from `FullscriptConnectButton` in that it doesn't say that the user has just connected: the endpoint knows better. */
function CardButton({ options, look, className }: CardButtonProps): ReactElement {
  const auth = useFullscriptAuth(options);
  const { authorize, retry = authorize, reset } = auth;
  return (
    <ConnectButtonView
      {...look}
      className={className}
      state={auth}
      isWaiting={options.subject === null}
      opensWindow={options.mode === "popup"}
      onClick={() => retry()}
      onCancel={reset}
    />
  );
}
