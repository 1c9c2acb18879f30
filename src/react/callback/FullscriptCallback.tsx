"use client";

import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";
import { isDevelopment } from "../../core/warn";
import { callbackMessages, type FullscriptMessages } from "../../locales/en";
import type { FullscriptCallbackOptions, FullscriptCallbackState } from "./callbackState";
import { callbackActions, callbackTexts } from "./callbackTexts";
import { type ThemeProps, themeAttributes } from "../shared/theme";
import { OutcomeIcon } from "../shared/OutcomeIcon";
import { mergeMessages, type OwnMessages } from "../shared/mergeMessages";
import { useFullscriptCallback } from "./useFullscriptCallback";
import { formatLeft, usePatience } from "./usePatience";
import { useThemeTokens } from "../shared/useThemeTokens";

/** The host's configuration, what to do with an outcome, and the looks. */
export interface FullscriptCallbackProps<Connection = unknown>
  extends FullscriptCallbackOptions<Connection>, ThemeProps {
  /** Texts in place of the English ones. */
  messages?: OwnMessages<FullscriptMessages> | undefined;
  /** Opens your app's sign-in. If the user's session has ended, a "Sign in" button calls it. */
  onSignIn?: (() => void) | undefined;
  /** Level of the heading. @default 2 */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /** A class for each part. */
  classNames?:
    | {
        readonly [Part in "root" | "icon" | "title" | "text" | "time" | "actions" | "action" | "hint"]?:
          string | undefined;
      }
    | undefined;
  /** A UI of one's own, in the place of the panel. */
  children?: ((callback: FullscriptCallbackState<Connection>) => ReactNode) | undefined;
}

/**
 * The page of the redirect URI: finishes the authorization and shows every outcome, each with its next step.
 *
 * Renders a `<section>`, labelled by its heading, whose `data-status` is the callback's status and `data-error` the error's code.
 * Progress is a polite status, failure an alert, and the focus moves to the outcome's heading. There, Enter is the main action;
 * anywhere in the panel, Escape is the way back. In development a failure says below what to do about it, to developers.
 */
export function FullscriptCallback<Connection = unknown>(props: FullscriptCallbackProps<Connection>): ReactElement {
  const { theme, colorScheme, messages, onSignIn, headingLevel = 2, classNames = {}, children } = props;
  const state = useFullscriptCallback<Connection>(props);
  const { status } = state;
  const error = "error" in state ? state.error : undefined;
  const titleId = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const isUnderWay = status === "reading" || status === "exchanging";
  const isFailure = status === "failed" || status === "expired";

  useEffect(() => {
    const heading = title.current;
    const focused = heading?.ownerDocument.activeElement;
    // A host that has put the focus somewhere keeps it there.
    if (
      isUnderWay ||
      !heading ||
      (focused && focused !== heading.ownerDocument.body && !heading.closest("section")?.contains(focused))
    )
      return;
    heading.focus();
  }, [isUnderWay, status, error]);

  const texts = mergeMessages(callbackMessages, messages);
  const { isSlow, leftMs } = usePatience(status === "exchanging" ? state.expiresAt : undefined);
  const shown = callbackTexts(state, isSlow, onSignIn !== undefined);
  const actions = callbackActions(state, onSignIn);
  const Heading = `h${headingLevel}` as const;

  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    // The focus was put on the heading, where Enter means the main action; on a button it is the browser's.
    const action =
      event.key === "Escape"
        ? actions.at(-1)
        : event.key === "Enter" && event.target === title.current
          ? actions[0]
          : undefined;
    if (!action) return;
    event.preventDefault();
    action.run();
  };

  return (
    <section
      {...themeAttributes({ theme, colorScheme })}
      ref={useThemeTokens(theme)}
      className={classNames.root}
      data-fullscript="callback"
      data-status={status}
      data-error={error?.code}
      data-waiting={status === "exchanging" ? state.waiting : undefined}
      lang={children ? undefined : texts.lang}
      aria-labelledby={children ? undefined : titleId}
      onKeyDown={children ? undefined : press}
    >
      {children ? (
        children(state)
      ) : (
        <>
          <OutcomeIcon status={status} className={classNames.icon} />
          <div key={String(isFailure)} role={isFailure ? "alert" : "status"} data-part="body">
            <Heading ref={title} id={titleId} tabIndex={-1} data-part="title" className={classNames.title}>
              {texts[shown.title]}
            </Heading>
            <p data-part="text" className={classNames.text}>
              {texts[shown.text]}
            </p>
          </div>
          {/* Apart from the status: a screen reader is not to say each step of it. */}
          {leftMs !== undefined && (
            <p data-part="time" className={classNames.time}>
              {texts.timeLeft.replace("{time}", formatLeft(leftMs, texts.lang))}
            </p>
          )}
          {actions.length > 0 && (
            <div data-part="actions" className={classNames.actions}>
              {actions.map(({ label, run, isBusy }, index) => (
                // Keyed by its place, so that a button whose label changes keeps the focus.
                <button
                  key={index}
                  {...(isBusy && { "aria-disabled": true, "aria-busy": true })}
                  type="button"
                  data-part="action"
                  data-variant={index === 0 ? "solid" : "ghost"}
                  className={classNames.action}
                  onClick={run}
                >
                  {texts[label]}
                </button>
              ))}
            </div>
          )}
          {error && isDevelopment() && (
            <p data-part="hint" lang="en" className={classNames.hint}>
              <code>{error.code}</code> {error.message}
            </p>
          )}
        </>
      )}
    </section>
  );
}
