"use client";

import { type MouseEvent, type ReactElement, type ReactNode, useRef } from "react";
import type { FullscriptError } from "../../core/FullscriptError";
import { type CardMessages, cardMessages } from "../../locales/en";
import { withDefaults, type OwnMessages } from "../shared/withDefaults";
import { Panel, type PanelAction } from "../shared/Panel";
import type { ThemeProps } from "../shared/theme";
import { useFocusLoss } from "../shared/useFocusLoss";

/** What a connection card shows. */
export type ConnectionCardState =
  | { status: "loading" | "not-connected" | "disconnecting"; error?: undefined }
  | {
      status: "connected";
      /** `"Practitioner"` or `"Staff"`. */
      ownerType?: string | undefined;
      /** Why disconnecting has failed. */
      error?: FullscriptError | undefined;
    }
  | {
      status: "reconnect";
      /** The scopes that a working connection lacks. Without any, Fullscript has ended the connection. */
      missingScopes?: readonly string[] | undefined;
      error?: FullscriptError | undefined;
    }
  | { status: "failed"; error: FullscriptError };

/** The look of a connection card. */
export interface ConnectionCardLook extends ThemeProps {
  /** Texts that replace the English ones. */
  messages?: OwnMessages<CardMessages> | undefined;
  /** The level of the heading. @default 2 */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /** A class for each part. */
  classNames?:
    | {
        readonly [Part in "root" | "icon" | "title" | "text" | "error" | "actions" | "action" | "hint"]?:
          string | undefined;
      }
    | undefined;
  /** Opens your app's sign-in. If the user's session has ended, a "Sign in" button calls it. */
  onSignIn?: (() => void) | undefined;
}

/** The state to show, the look, and what the buttons do. */
export interface ConnectionCardViewProps extends ConnectionCardLook {
  state: ConnectionCardState;
  /** The button that connects, shown if the user can connect or reconnect. */
  children?: ReactNode;
  /** Called when the user chooses "Disconnect". */
  onDisconnect?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  /** Called when the user chooses "Try again". */
  onRetry?: (() => void) | undefined;
}

/** The beginning of the names of each status's texts. */
const TEXTS = {
  loading: "cardLoading",
  "not-connected": "cardNotConnected",
  connected: "cardConnected",
  reconnect: "cardReconnect",
  disconnecting: "cardDisconnecting",
  failed: "cardFailed",
} as const;

/**
 * Renders a connection card in the given state. It starts nothing by itself: use it with {@link useFullscriptConnection}, or in
 * stories and tests of your own. {@link FullscriptConnectionCard} renders the same and connects.
 *
 * @example
 * <ConnectionCardView state={{ status: "connected", ownerType: "Practitioner" }} onDisconnect={disconnect} />
 */
export function ConnectionCardView(props: ConnectionCardViewProps): ReactElement {
  const { state, children, onDisconnect, onRetry, onSignIn, ...look } = props;
  const { status, error } = state;
  const name = TEXTS[status];
  const title = useRef<HTMLHeadingElement>(null);
  const texts = withDefaults(cardMessages, look.messages);
  const isFailure = status === "failed";
  const isDisconnecting = status === "disconnecting";
  const canSignIn = isFailure && error.code === "exchange_unauthorized" && onSignIn !== undefined;
  const canDisconnect = status === "connected" || isDisconnecting || (status === "reconnect" && state.missingScopes);

  const actions: PanelAction[] = [];
  if (canDisconnect)
    actions.push({
      label: isDisconnecting ? texts.disconnecting : texts.disconnect,
      variant: "outline",
      onClick: onDisconnect,
      isBusy: isDisconnecting,
    });
  if (canSignIn) actions.push({ label: texts.signIn, variant: "solid", onClick: () => onSignIn() });
  if (isFailure && onRetry)
    actions.push({ label: texts.tryAgain, variant: canSignIn ? "outline" : "solid", onClick: () => onRetry() });

  return (
    <Panel
      {...look}
      title={texts[`${name}Title`]}
      text={textOf(state, texts, onSignIn !== undefined) ?? texts[`${name}Text`]}
      kind="card"
      status={status}
      error={error}
      lang={texts.lang}
      titleRef={title}
      aside={
        error &&
        !isFailure && (
          <p role="alert" data-part="error" className={look.classNames?.error}>
            {texts.cardDisconnectFailed}
          </p>
        )
      }
      connectButton={(status === "not-connected" || status === "reconnect") && children}
      actions={actions}
      // The same element while disconnecting, so that the button keeps the focus.
      actionsKey={canDisconnect ? "connected" : status}
      actionsRef={useFocusLoss(title)}
    />
  );
}

/** Returns the text of a state that doesn't have the text of its status. */
function textOf(state: ConnectionCardState, texts: CardMessages, canSignIn: boolean): string | undefined {
  if (state.status === "connected")
    return state.ownerType === "Practitioner"
      ? texts.cardPractitionerText
      : state.ownerType === "Staff"
        ? texts.cardStaffText
        : undefined;
  if (state.status === "reconnect" && state.missingScopes?.length) {
    const scopes = new Intl.ListFormat(texts.lang, { type: "conjunction" }).format(state.missingScopes);
    return texts.cardMissingScopesText.replace("{scopes}", () => scopes);
  }
  if (state.status !== "failed") return undefined;
  const { code } = state.error;
  if (code === "exchange_unauthorized") return canSignIn ? texts.signInText : texts.cardUnauthorizedText;
  return code === "subject_mismatch" ? texts.userChanged : undefined;
}
