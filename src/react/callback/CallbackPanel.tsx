"use client";

import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";
import type { FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import { callbackMessages, type FullscriptMessages } from "../../locales/en";
import { mergeMessages, type OwnMessages } from "../shared/mergeMessages";
import { OutcomeIcon } from "../shared/OutcomeIcon";
import { type ThemeProps, themeAttributes } from "../shared/theme";
import { useThemeTokens } from "../shared/useThemeTokens";
import { callbackActions, callbackTexts } from "./callbackTexts";
import { formatTimeLeft, useSlowNotice } from "./useSlowNotice";

/** How a callback looks, whatever its state. */
export interface CallbackPanelOptions extends ThemeProps {
  /** Texts that replace the English ones. */
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
}

export interface CallbackPanelProps extends CallbackPanelOptions {
  state: FullscriptCallbackState;
  /** Replaces the content of the panel. */
  children?: ReactNode;
}

/**
 * Shows a state of the callback: what happened, what it means, and the actions that the state has. It has no state of its own.
 *
 * Renders a `<section>`, labelled by its heading. `data-status` is the status, and `data-error` is the error's code. Progress is a
 * polite status, a failure is an alert, and the focus moves to the heading of an outcome. Enter on the heading runs the main action,
 * and Escape anywhere in the panel runs the last one. In development a failure also shows its error.
 *
 * @example
 * const state = useFullscriptCallback(fullscript);
 * return <CallbackPanel state={state} headingLevel={1} />;
 */
export function CallbackPanel(props: CallbackPanelProps): ReactElement {
  const { state, theme, colorScheme, messages, onSignIn, headingLevel = 2, classNames = {}, children } = props;
  const { status } = state;
  const error = "error" in state ? state.error : undefined;
  const titleId = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const isUnderWay = status === "reading" || status === "exchanging";
  const isFailure = status === "failed" || status === "expired";
  const hasOwnContent = children !== undefined;

  useEffect(() => {
    const heading = title.current;
    if (isUnderWay || !heading) return;
    const { activeElement, body } = heading.ownerDocument;
    // If the host has moved the focus somewhere else, it stays there.
    const isElsewhere = activeElement && activeElement !== body && !heading.closest("section")?.contains(activeElement);
    if (!isElsewhere) heading.focus();
  }, [isUnderWay, status, error]);

  const texts = mergeMessages(callbackMessages, messages);
  const { isSlow, leftMs } = useSlowNotice(status === "exchanging" ? state.expiresAt : undefined);
  const shown = callbackTexts(state, isSlow, onSignIn !== undefined);
  const actions = callbackActions(state, onSignIn);
  const Heading = `h${headingLevel}` as const;

  const press = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.defaultPrevented || event.repeat || altKey || ctrlKey || metaKey || shiftKey) return;
    // Enter on a button is the browser's. On the heading, which has the focus, it means the main action.
    const isMain = key === "Enter" && event.target === title.current;
    const action = key === "Escape" ? actions.at(-1) : isMain ? actions[0] : undefined;
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
      lang={hasOwnContent ? undefined : texts.lang}
      aria-labelledby={hasOwnContent ? undefined : titleId}
      onKeyDown={hasOwnContent ? undefined : press}
    >
      {hasOwnContent ? (
        children
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
          {/* Outside of the status, so that a screen reader doesn't read each step. */}
          {leftMs !== undefined && (
            <p data-part="time" className={classNames.time}>
              {texts.timeLeft.replace("{time}", formatTimeLeft(leftMs, texts.lang))}
            </p>
          )}
          {actions.length > 0 && (
            <div data-part="actions" className={classNames.actions}>
              {actions.map(({ label, run, isBusy }, index) => (
                // The place is the key, so that a button keeps the focus when its label changes.
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
          {error && process.env.NODE_ENV !== "production" && (
            <p data-part="hint" lang="en" className={classNames.hint}>
              <code>{error.code}</code> {error.message}
            </p>
          )}
        </>
      )}
    </section>
  );
}
