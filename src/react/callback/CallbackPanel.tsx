"use client";

import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";
import type { FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import { globalBrowser } from "../../core/browser";
import { callbackMessages, type FullscriptMessages } from "../../locales/en";
import { withDefaults, type OwnMessages } from "../shared/withDefaults";
import { Panel } from "../shared/Panel";
import type { ThemeProps } from "../shared/theme";
import { callbackActions, callbackTexts } from "./callbackTexts";

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

const POLL_MS = 5_000;
const MINUTE_MS = 60_000;

/** The user is told how much time is left when it's less than this. */
const SHORT_MS = 3 * MINUTE_MS;

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
  const { state, messages, onSignIn } = props;
  const { status } = state;
  const error = "error" in state ? state.error : undefined;
  const title = useRef<HTMLHeadingElement>(null);
  const isUnderWay = status === "reading" || status === "exchanging";

  useEffect(() => {
    const heading = title.current;
    if (isUnderWay || !heading) return;
    const { activeElement, body } = heading.ownerDocument;
    // If the host has moved the focus somewhere else, it stays there.
    const isElsewhere = activeElement && activeElement !== body && !heading.closest("section")?.contains(activeElement);
    if (!isElsewhere) heading.focus();
  }, [isUnderWay, status, error]);

  const texts = withDefaults(callbackMessages, messages);
  const leftMs = useTimeLeft(status === "exchanging" ? state.expiresAt : undefined);
  const actions = callbackActions(state, texts, onSignIn);

  const press = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.defaultPrevented || event.repeat || altKey || ctrlKey || metaKey || shiftKey) return;
    // Enter on a button is the browser's. On the heading, which has the focus, it means the main action.
    const isMain = key === "Enter" && event.target === title.current;
    const action = key === "Escape" ? actions.at(-1) : isMain ? actions[0] : undefined;
    if (!action) return;
    event.preventDefault();
    action.onClick();
  };

  return (
    <Panel
      {...props}
      {...callbackTexts(state, texts, leftMs !== undefined, onSignIn !== undefined)}
      kind="callback"
      status={status}
      error={error}
      waiting={status === "exchanging" ? state.waiting : undefined}
      lang={texts.lang}
      titleRef={title}
      aside={
        leftMs !== undefined &&
        leftMs > 0 &&
        leftMs <= SHORT_MS && (
          <p data-part="time" className={props.classNames?.time}>
            {texts.timeLeft.replace("{time}", formatTimeLeft(leftMs, texts.lang))}
          </p>
        )
      }
      actions={actions}
      onKeyDown={press}
    />
  );
}

/**
 * Returns how much of a code's life is left, in milliseconds; `undefined` in the first five seconds. It changes every five seconds,
 * so that nothing hurries anyone.
 *
 * @param expiresAt in milliseconds since the epoch; `undefined` if nothing is under way
 */
function useTimeLeft(expiresAt: number | undefined): number | undefined {
  const [leftMs, setLeftMs] = useState<number>();
  useEffect(() => {
    if (expiresAt === undefined) return;
    let isSlow = false;
    const timer = setInterval(() => {
      isSlow = true;
      setLeftMs(expiresAt - globalBrowser.now());
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      // Setting the same value would render again, too.
      if (isSlow) setLeftMs(undefined);
    };
  }, [expiresAt]);
  return leftMs;
}

/** Returns a time in the words of a language: whole minutes, and tens of seconds in the last minute. */
function formatTimeLeft(leftMs: number, lang: string): string {
  const isMinutes = leftMs > MINUTE_MS;
  const count = isMinutes ? Math.ceil(leftMs / MINUTE_MS) : Math.ceil(leftMs / 10_000) * 10;
  const style = { style: "unit", unit: isMinutes ? "minute" : "second", unitDisplay: "long" } as const;
  try {
    return new Intl.NumberFormat(lang, style).format(count);
  } catch {
    // The host's `lang` may be invalid, such as "fr_CA".
    return new Intl.NumberFormat(undefined, style).format(count);
  }
}
