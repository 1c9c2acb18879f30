"use client";

import { type MouseEvent, type ReactElement, useEffect, useId, useRef } from "react";
import type { FullscriptConfig } from "../../core/FullscriptConfig";
import { isDevelopment } from "../../core/warn";
import { cardMessages, type FullscriptMessages } from "../../locales/en";
import { CARD_ICONS, cardStatus, cardTexts } from "./cardTexts";
import { FullscriptConnectButton } from "../connect/FullscriptConnectButton";
import { type ThemeProps, themeAttributes } from "../shared/theme";
import { OutcomeIcon } from "../shared/OutcomeIcon";
import { mergeMessages, type OwnMessages } from "../shared/mergeMessages";
import { useFocusLoss } from "../shared/useFocusLoss";
import type { FullscriptAuthOptions } from "../connect/authState";
import { useFullscriptConnection } from "./useFullscriptConnection";
import { useThemeTokens } from "../shared/useThemeTokens";

/** The host's configuration, what an authorization from here has of its own, and the looks. */
export interface FullscriptConnectionCardProps extends FullscriptAuthOptions, ThemeProps {
  endpoint: FullscriptConfig["endpoint"];
  /** Runs first when the user presses “Disconnect”; `preventDefault()` stops the rest, e.g. where a question of yours was answered with no. */
  onDisconnect?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  /** Texts in place of the English ones. */
  messages?: OwnMessages<FullscriptMessages> | undefined;
  /** Level of the heading. @default 2 */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /** A class for each part. */
  classNames?:
    | {
        readonly [Part in "root" | "icon" | "title" | "text" | "error" | "actions" | "action" | "hint"]?:
          string | undefined;
      }
    | undefined;
}

/**
 * Fullscript among a host's integrations: whether the user's account is connected, and what they can do about it. Needs the host's
 * `QueryClientProvider`.
 *
 * Renders a `<section>`, labelled by its heading, whose `data-status` is `loading`, `not-connected`, `connected`, `reconnect`,
 * `disconnecting` or `failed`, and `data-error` the error's code. What changes is a polite status, a failure an alert. The focus stays
 * where it is; where its button goes, it moves to the heading.
 */
export function FullscriptConnectionCard(props: FullscriptConnectionCardProps): ReactElement {
  const { theme, colorScheme, messages, headingLevel = 2, classNames = {}, onDisconnect, ...options } = props;
  const connection = useFullscriptConnection(options);
  const { disconnect } = connection;
  const titleId = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const status = cardStatus(connection);
  const isFailure = status === "failed";
  const error = isFailure ? connection.error : status === "connected" ? disconnect.error : null;
  const texts = mergeMessages(cardMessages, messages);
  const shown = cardTexts(status, connection);
  const Heading = `h${headingLevel}` as const;
  const isDisconnecting = status === "disconnecting";
  const buttonLooks = { theme, colorScheme, messages, className: classNames.action };

  const hasLostFocus = useRef(false);
  const actions = useFocusLoss(() => (hasLostFocus.current = true));
  useEffect(() => {
    // Afterwards, because the heading may have come with it.
    if (hasLostFocus.current) title.current?.focus();
    hasLostFocus.current = false;
  });

  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isDisconnecting) return;
    onDisconnect?.(event);
    if (!event.defaultPrevented) disconnect.mutate();
  };

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
          {texts[shown.title]}
        </Heading>
        <p data-part="text" className={classNames.text}>
          {texts[shown.text]}
        </p>
      </div>
      {error && !isFailure && (
        <p role="alert" data-part="error" className={classNames.error}>
          {texts.cardDisconnectFailed}
        </p>
      )}
      {status !== "loading" && (
        // The button that disconnects stays while it works, and the keyboard's place with it.
        <div
          key={isDisconnecting ? "connected" : status}
          ref={actions}
          data-part="actions"
          className={classNames.actions}
        >
          {(status === "not-connected" || status === "reconnect") && (
            <FullscriptConnectButton
              {...options}
              {...buttonLooks}
              intent={status === "reconnect" ? "reconnect" : "connect"}
            />
          )}
          {(status === "connected" || isDisconnecting) && (
            <button
              {...(isDisconnecting && { "aria-disabled": true, "aria-busy": true })}
              type="button"
              data-part="action"
              data-variant="outline"
              className={classNames.action}
              onClick={press}
            >
              {isDisconnecting ? texts.disconnecting : texts.disconnect}
            </button>
          )}
          {isFailure && (
            <button
              type="button"
              data-part="action"
              data-variant="solid"
              className={classNames.action}
              onClick={() => void connection.refetch()}
            >
              {texts.tryAgain}
            </button>
          )}
        </div>
      )}
      {error && isDevelopment() && (
        <p data-part="hint" lang="en" className={classNames.hint}>
          <code>{error.code}</code> {error.message}
        </p>
      )}
    </section>
  );
}
