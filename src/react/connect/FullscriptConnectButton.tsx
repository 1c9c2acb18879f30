"use client";

import {
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  forwardRef,
  type MouseEvent,
  type ReactNode,
  type RefAttributes,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import type { FullscriptAuthOptions } from "./authState";
import { ButtonAside, buttonNote, otherLabels, statusLabel } from "./ButtonAside";
import { buttonMessages, type FullscriptMessages } from "../../locales/en";
import { omitConfig } from "../shared/omitConfig";
import { type ThemeProps, themeAttributes } from "../shared/theme";
import { type FullscriptReady, Readiness, type ReadyHandle } from "./Readiness";
import { mergeMessages, type OwnMessages } from "../shared/mergeMessages";
import { useFullscriptAuth } from "./useFullscriptAuth";
import { useThemeTokens } from "../shared/useThemeTokens";

/** The host's configuration, what the authorization is for, the looks, and every attribute of a `<button>`. */
export interface FullscriptConnectButtonProps
  extends
    FullscriptAuthOptions,
    ThemeProps,
    Omit<ComponentPropsWithoutRef<"button">, keyof FullscriptAuthOptions | "type"> {
  /** What the button is for, in Fullscript's own words: its label in the chosen language. @default "connect" */
  intent?: "connect" | "treatment-plan" | "recommend" | "reconnect" | undefined;
  /** How much it asks for attention: filled, edged, or text alone. @default "solid" */
  variant?: "solid" | "outline" | "ghost" | undefined;
  /** 34, 44 or 52 px high, where 1 rem is 16 px. @default "medium" */
  size?: "small" | "medium" | "large" | undefined;
  /** Stands before the label; decoration, so hidden from screen readers. Fullscript's logo is Fullscript's to hand out: pass it here. */
  icon?: ReactNode;
  /**
   * An action of yours that needs the connection: runs at once where there is one, and otherwise once the user has connected, on the page where
   * they clicked. Needs `endpoint`, whose `GET` tells.
   */
  onReady?: ((ready: FullscriptReady) => void) | undefined;
  /** Texts in place of the English ones. */
  messages?: OwnMessages<FullscriptMessages> | undefined;
}

const LABELS = {
  connect: "connect",
  "treatment-plan": "treatmentPlan",
  recommend: "recommend",
  reconnect: "reconnect",
} as const;

/**
 * Renders one native `<button type="button">` that goes to Fullscript. Beside it, only where there is something to say: a
 * `<span>` with an alert why that failed, or with a status and a `<button>` that cancels while a window is open.
 *
 * State is in `data-status`, as `useFullscriptAuth` has it. The host's `onClick` runs first and may `preventDefault()`.
 */
export const FullscriptConnectButton: ForwardRefExoticComponent<
  FullscriptConnectButtonProps & RefAttributes<HTMLButtonElement>
> = forwardRef(function FullscriptConnectButton(props, ref) {
  const {
    intent = "connect",
    variant = "solid",
    size = "medium",
    icon,
    theme,
    colorScheme,
    messages,
    children,
    onClick,
    onReady,
    ...rest
  } = props;
  const { appState, appStateIn, returnTo, resumeKey, mode, onConnected, ...attributes } = omitConfig(rest);
  const ready = useRef<ReadyHandle>(null);
  const [isAsking, setIsAsking] = useState(false);
  const auth = useFullscriptAuth({
    ...props,
    ...(onReady && {
      resumeKey: resumeKey ?? intent,
      onConnected: (outcome) => {
        onConnected?.(outcome);
        ready.current?.resume();
      },
    }),
  });
  const { status, error, authorize, retry = authorize } = auth;
  const noteId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const withTokens = useThemeTokens(theme, button);
  useImperativeHandle<HTMLButtonElement | null, HTMLButtonElement | null>(ref, () => button.current, []);
  const texts = mergeMessages(buttonMessages, messages);
  const isBusy = status === "redirecting" || status === "exchanging" || isAsking;
  // Focusable all the same: a button that leaves the tab order takes the keyboard's place with it.
  const isInert = isBusy || props.subject === null;
  const looks = themeAttributes({ theme, colorScheme });
  const label = children ?? texts[LABELS[intent]];
  // With an action of the host's it is ready for the next click once connected.
  const shown = (onReady && status === "connected" ? undefined : statusLabel(auth, texts)) ?? label;
  const isPopup = mode === "popup" || auth.isOpen !== undefined || status === "exchanging" || status === "connected";

  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (isInert) return event.preventDefault();
    onClick?.(event);
    if (event.defaultPrevented) return;
    if (ready.current) ready.current.run(retry);
    else retry();
  };

  return (
    <>
      {onReady && (
        <Readiness {...props} onReady={onReady} name={resumeKey ?? intent} handleRef={ready} onAsking={setIsAsking} />
      )}
      <button
        {...attributes}
        {...looks}
        {...(isInert && { "aria-disabled": true })}
        {...(isBusy && { "aria-busy": true })}
        {...(buttonNote(auth, texts) && {
          "aria-describedby": [attributes["aria-describedby"], noteId].filter(Boolean).join(" "),
        })}
        ref={withTokens}
        type="button"
        data-fullscript="button"
        data-status={status}
        data-error={error?.code}
        data-intent={intent}
        data-variant={variant}
        data-size={size}
        onClick={click}
      >
        {icon !== undefined && icon !== null && (
          <span data-part="icon" aria-hidden="true">
            {icon}
          </span>
        )}
        {/* The stylesheet keeps the room of the other texts, so that the width does not jump. */}
        <span
          data-part="label"
          data-other={otherLabels(shown, label, isPopup, texts)}
          lang={shown === children ? undefined : texts.lang}
        >
          {shown}
        </span>
      </button>
      <ButtonAside
        id={noteId}
        auth={auth}
        texts={texts}
        theme={theme}
        colorScheme={colorScheme}
        onFocusLost={() => button.current?.focus()}
      />
    </>
  );
});
