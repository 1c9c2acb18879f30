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
} from "react";
import { type ButtonMessages, buttonMessages } from "../../locales/en";
import { withDefaults, type OwnMessages } from "../shared/withDefaults";
import type { ThemeProps } from "../shared/theme";
import { useTheme } from "../shared/useTheme";
import type { FullscriptAuthState } from "./authState";
import { ButtonStatus, statusLabel, statusText } from "./ButtonStatus";

/** The look of a connect button. */
export interface ConnectButtonLook extends ThemeProps {
  /** What the button is for, in Fullscript's own words. It sets the label. @default "connect" */
  intent?: "connect" | "treatment-plan" | "recommend" | "reconnect" | undefined;
  /** How much attention the button asks for: filled, outlined or text only. @default "solid" */
  variant?: "solid" | "outline" | "ghost" | undefined;
  /** 34, 44 or 52 px high if 1 rem is 16 px. @default "medium" */
  size?: "small" | "medium" | "large" | undefined;
  /** Stands before the label and is hidden from screen readers. Fullscript provides its logo; this package doesn't. */
  icon?: ReactNode;
  /** Texts that replace the English ones. */
  messages?: OwnMessages<ButtonMessages> | undefined;
  /** Opens your app's sign-in. If the user's session has ended, a "Sign in" button calls it. */
  onSignIn?: (() => void) | undefined;
}

/** The state to show, the look, and every attribute of a `<button>`. */
export interface ConnectButtonViewProps
  extends ConnectButtonLook, Omit<ComponentPropsWithoutRef<"button">, keyof ConnectButtonLook | "type"> {
  /** What {@link useFullscriptAuth} returns. */
  state: FullscriptAuthState;
  /** Whether the button ignores clicks because something is under way. */
  isBusy?: boolean | undefined;
  /** Whether the button ignores clicks because the user isn't known yet. */
  isWaiting?: boolean | undefined;
  /** Whether the label stays the same after connecting. */
  keepsLabel?: boolean | undefined;
  /** Whether the button opens a window, so that it reserves room for the labels of that. */
  opensWindow?: boolean | undefined;
  /** Stops waiting for the window. */
  onCancel?: (() => void) | undefined;
}

/**
 * Renders a connect button in the given state. It starts nothing by itself: use it with {@link useFullscriptAuth}, or in stories and
 * tests of your own. {@link FullscriptConnectButton} renders the same and connects.
 *
 * @example
 * const auth = useFullscriptAuth(fullscript);
 * return <ConnectButtonView state={auth} onClick={auth.authorize} onCancel={auth.reset} />;
 */
export const ConnectButtonView: ForwardRefExoticComponent<ConnectButtonViewProps & RefAttributes<HTMLButtonElement>> =
  forwardRef(function ConnectButtonView(props, ref) {
    const {
      state,
      isBusy: isLookingUp = false,
      isWaiting = false,
      keepsLabel = false,
      opensWindow = false,
      onCancel,
      onSignIn,
      intent = "connect",
      variant = "solid",
      size = "medium",
      icon,
      theme,
      colorScheme,
      messages,
      children,
      onClick,
      ...attributes
    } = props;
    const { status, error } = state;
    const statusId = useId();
    const button = useRef<HTMLButtonElement>(null);
    const themed = useTheme({ theme, colorScheme }, button);
    useImperativeHandle<HTMLButtonElement | null, HTMLButtonElement | null>(ref, () => button.current, []);
    const texts = withDefaults(buttonMessages, messages);
    const isBusy = status === "redirecting" || status === "exchanging" || isLookingUp;
    // aria-disabled and not disabled, because a disabled button would lose the focus.
    const isInert = isBusy || isWaiting;
    const label = children ?? texts[intent === "treatment-plan" ? "treatmentPlan" : intent];
    const ownLabel = statusLabel(state, texts);
    const shown = (keepsLabel && status === "connected" ? undefined : ownLabel) ?? label;
    const text = statusText(state, texts, onSignIn !== undefined);
    // Some screen readers don't announce a changed label, so a hidden status repeats it.
    const note = text ?? (status === "exchanging" || status === "connected" ? ownLabel : undefined);
    const isWindow = opensWindow || state.isOpen !== undefined || status === "exchanging" || status === "connected";
    // The stylesheet reserves room for the labels that may follow, so that the width doesn't jump.
    const others = isWindow ? [label, texts.awaiting, texts.exchanging, texts.connected] : [label, texts.redirecting];

    const click = (event: MouseEvent<HTMLButtonElement>) => {
      if (isInert) event.preventDefault();
      else onClick?.(event);
    };

    return (
      <>
        <button
          {...attributes}
          {...themed}
          {...(isInert && { "aria-disabled": true })}
          {...(isBusy && { "aria-busy": true })}
          {...(text && {
            "aria-describedby": [attributes["aria-describedby"], statusId].filter(Boolean).join(" "),
          })}
          type="button"
          data-fullscript="button"
          data-status={status}
          data-error={error?.code}
          data-intent={intent}
          data-variant={variant}
          data-size={size}
          onClick={click}
        >
          {icon && (
            <span data-part="icon" aria-hidden="true">
              {icon}
            </span>
          )}
          <span
            data-part="label"
            data-other={others.filter((text): text is string => typeof text === "string" && text !== shown).join("\n")}
            lang={shown === children ? undefined : texts.lang}
          >
            {shown}
          </span>
        </button>
        {note !== undefined && (
          <ButtonStatus
            {...{ theme, colorScheme, state, texts, onCancel, onSignIn }}
            id={statusId}
            text={note}
            button={button}
          />
        )}
      </>
    );
  });
