"use client";

import { type MouseEvent, type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";
import { type CardMessages, cardMessages } from "../../locales/en";
import { mergeMessages, type OwnMessages } from "../shared/mergeMessages";
import { OutcomeIcon } from "../shared/OutcomeIcon";
import { themeAttributes, type ThemeProps } from "../shared/theme";
import { useFocusLoss } from "../shared/useFocusLoss";
import { useThemeTokens } from "../shared/useThemeTokens";
import { CARD_ICONS, cardTexts, type ConnectionCardState } from "./cardState";

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

/**
 * Renders a connection card in the given state. It starts nothing by itself: use it with {@link useFullscriptConnection}, or in
 * stories and tests of your own. {@link FullscriptConnectionCard} renders the same and connects.
 *
 * @example
 * <ConnectionCardView state={{ status: "connected", ownerType: "Practitioner" }} onDisconnect={disconnect} />
 */
export function ConnectionCardView(props: ConnectionCardViewProps): ReactElement {
  const { state, children, onDisconnect, onRetry, onSignIn } = props;
  const { theme, colorScheme, messages, headingLevel = 2, classNames = {} } = props;
  const { status, error } = state;
  const titleId = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const texts = mergeMessages(cardMessages, messages);
  const shown = cardTexts(state, texts, onSignIn !== undefined);
  const Heading = `h${headingLevel}` as const;
  const isFailure = status === "failed";
  const isDisconnecting = status === "disconnecting";
  const isSignedOut = isFailure && error.code === "exchange_unauthorized";
  const canDisconnect = status === "connected" || isDisconnecting || (status === "reconnect" && state.missingScopes);

  const hasLostFocus = useRef(false);
  const actions = useFocusLoss(() => (hasLostFocus.current = true));
  useEffect(() => {
    // In an effect, because React may replace the heading together with the actions.
    if (hasLostFocus.current) title.current?.focus();
    hasLostFocus.current = false;
  });

  const action = (label: string, variant: "solid" | "outline", onClick: typeof onDisconnect, isBusy = false) => (
    <button
      {...(isBusy && { "aria-disabled": true, "aria-busy": true })}
      type="button"
      data-part="action"
      data-variant={variant}
      className={classNames.action}
      onClick={isBusy ? undefined : onClick}
    >
      {label}
    </button>
  );

  return (
    <section
      {...themeAttributes({ theme, colorScheme })}
      ref={useThemeTokens(theme)}
      className={classNames.root}
      data-fullscript="card"
      data-status={status}
      data-error={error?.code}
      lang={texts.lang}
      aria-labelledby={titleId}
    >
      <OutcomeIcon status={CARD_ICONS[status]} className={classNames.icon} />
      <div key={String(isFailure)} role={isFailure ? "alert" : "status"} data-part="body">
        <Heading ref={title} id={titleId} tabIndex={-1} data-part="title" className={classNames.title}>
          {shown.title}
        </Heading>
        <p data-part="text" className={classNames.text}>
          {shown.text}
        </p>
      </div>
      {error && !isFailure && (
        <p role="alert" data-part="error" className={classNames.error}>
          {texts.cardDisconnectFailed}
        </p>
      )}
      {status !== "loading" && (
        // The same element while disconnecting, so that the button keeps the focus.
        <div
          key={canDisconnect ? "connected" : status}
          ref={actions}
          data-part="actions"
          className={classNames.actions}
        >
          {(status === "not-connected" || status === "reconnect") && children}
          {canDisconnect &&
            action(isDisconnecting ? texts.disconnecting : texts.disconnect, "outline", onDisconnect, isDisconnecting)}
          {isSignedOut && onSignIn && action(texts.signIn, "solid", () => onSignIn())}
          {isFailure &&
            onRetry &&
            action(texts.tryAgain, isSignedOut && onSignIn ? "outline" : "solid", () => onRetry())}
        </div>
      )}
      {error && process.env.NODE_ENV !== "production" && (
        <p data-part="hint" lang="en" className={classNames.hint}>
          <code>{error.code}</code> {error.message}
        </p>
      )}
    </section>
  );
}
