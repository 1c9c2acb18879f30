"use client";

import { type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";
import { callbackMessages, type FullscriptMessages } from "../locales/en";
import type { FullscriptCallbackOptions, FullscriptCallbackState } from "./callbackState";

import { callbackActions, callbackTexts } from "./callbackTexts";
import { type LooksProps, looksAttributes } from "./looks";
import { OutcomeIcon } from "./OutcomeIcon";
import { mergeMessages, type OwnMessages } from "./texts";
import { useFullscriptCallback } from "./useFullscriptCallback";
import { useTokens } from "./useTokens";

/** The host's configuration, what to do with an outcome, and the looks. */
export interface FullscriptCallbackProps<Connection = unknown> extends FullscriptCallbackOptions<Connection>, LooksProps {
  /** Texts in place of the English ones. */
  messages?: OwnMessages<FullscriptMessages> | undefined;
  /** Level of the heading. @default 2 */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /** A class for each part. */
  classNames?: { readonly [Part in "root" | "icon" | "title" | "text" | "actions" | "action"]?: string | undefined } | undefined;
  /** A UI of one's own, in the place of the panel. */
  children?: ((callback: FullscriptCallbackState<Connection>) => ReactNode) | undefined;
}

/**
 * The page of the redirect URI: finishes the authorization and shows every outcome, each with its next step.
 *
 * Renders a `<section>`, labelled by its heading, whose `data-status` is the callback's status and `data-error` the error's code.
 * Progress is a polite status, failure an alert, and the focus moves to the outcome's heading.
 */
export function FullscriptCallback<Connection = unknown>(props: FullscriptCallbackProps<Connection>): ReactElement {
  const { theme, colorScheme, messages, headingLevel = 2, classNames = {}, children } = props;
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
    if (isUnderWay || !heading || (focused && focused !== heading.ownerDocument.body && !heading.closest("section")?.contains(focused))) return;
    heading.focus();
  }, [isUnderWay, status, error]);

  const texts = mergeMessages(callbackMessages, messages);
  const shown = callbackTexts(state);
  const actions = callbackActions(state);
  const Heading = `h${headingLevel}` as const;

  return (
    <section
      {...looksAttributes({ theme, colorScheme })}
      ref={useTokens(theme)}
      className={classNames.root}
      data-fullscript="callback"
      data-status={status}
      data-error={error?.code}
      data-waiting={status === "exchanging" ? state.waiting : undefined}
      aria-labelledby={children ? undefined : titleId}
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
          {actions.length > 0 && (
            <div data-part="actions" className={classNames.actions}>
              {actions.map(({ label, run }, index) => (
                <button key={label} type="button" data-part="action" data-variant={index === 0 ? "solid" : "ghost"} className={classNames.action} onClick={run}>
                  {texts[label]}
                </button>
              ))}
            </div>
          )}
        </>
      )}
    </section>
  );
}
