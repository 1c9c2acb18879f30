"use client";

import type { MouseEvent, ReactElement } from "react";
import type { FullscriptConfig } from "../../core/FullscriptConfig";
import type { FullscriptErrorCode } from "../../core/FullscriptError";
import type { FullscriptMessages } from "../../locales/en";
import type { FullscriptAuthOptions } from "../connect/authState";
import { ConnectButtonView } from "../connect/ConnectButtonView";
import { useFullscriptAuth } from "../connect/useFullscriptAuth";
import type { OwnMessages } from "../shared/withDefaults";
import { type ConnectionCardLook, type ConnectionCardState, ConnectionCardView } from "./ConnectionCardView";
import { type FullscriptConnection, useFullscriptConnection } from "./useFullscriptConnection";

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
  const connection = useFullscriptConnection(props);
  const { disconnect, refetch } = connection;
  const state = selectCardState(connection);

  const press = (event: MouseEvent<HTMLButtonElement>) => {
    props.onDisconnect?.(event);
    if (!event.defaultPrevented) disconnect.mutate();
  };

  return (
    <ConnectionCardView {...props} state={state} onDisconnect={press} onRetry={() => void refetch()}>
      <CardButton card={props} intent={state.status === "reconnect" ? "reconnect" : "connect"} />
    </ConnectionCardView>
  );
}

interface CardButtonProps {
  card: FullscriptConnectionCardProps;
  intent: "connect" | "reconnect";
}

/** Differs from `FullscriptConnectButton` in that it doesn't say that the user has just connected: the endpoint knows better. */
function CardButton({ card, intent }: CardButtonProps): ReactElement {
  const { theme, colorScheme, messages, onSignIn, classNames, mode, subject } = card;
  const auth = useFullscriptAuth(card);
  const { authorize, retry = authorize, reset } = auth;
  return (
    <ConnectButtonView
      {...{ theme, colorScheme, messages, onSignIn, intent }}
      className={classNames?.action}
      state={auth}
      isWaiting={subject === null}
      opensWindow={mode === "popup"}
      onClick={() => retry()}
      onCancel={reset}
    />
  );
}

/** After these errors, earlier data may be another user's. */
const USER_CODES: ReadonlySet<FullscriptErrorCode> = new Set(["exchange_unauthorized", "subject_mismatch"]);

/** Returns what the card shows of a connection's query. */
function selectCardState({
  data,
  dataUpdatedAt,
  error,
  isFetching,
  disconnect,
}: FullscriptConnection): ConnectionCardState {
  if (disconnect.isPending) return { status: "disconnecting" };
  // If a refetch fails, earlier data stays, unless it is known to be outdated.
  const isOutdated = error !== null && (dataUpdatedAt === 0 || USER_CODES.has(error.code));
  if (data === undefined || isOutdated)
    return error && !isFetching ? { status: "failed", error } : { status: "loading" };
  // A 204 is `null`.
  const { connected, reconnect, missing_scopes, resource_owner } = (data as typeof data | null) ?? { connected: false };
  const disconnectError = disconnect.error ?? undefined;
  if (reconnect)
    return { status: "reconnect", ...(connected && { missingScopes: missing_scopes ?? [], error: disconnectError }) };
  return connected
    ? { status: "connected", ownerType: resource_owner?.type, error: disconnectError }
    : { status: "not-connected" };
}
