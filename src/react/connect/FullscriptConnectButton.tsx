"use client";

import {
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  forwardRef,
  type MouseEvent,
  type RefAttributes,
  useRef,
  useState,
} from "react";
import { isSecretName } from "../../core/FullscriptConfig";
import type { FullscriptMessages } from "../../locales/en";
import type { OwnMessages } from "../shared/withDefaults";
import type { FullscriptAuthOptions } from "./authState";
import { type ConnectButtonLook, ConnectButtonView } from "./ConnectButtonView";
import { ConnectedAction, type ConnectedActionHandle, type FullscriptReady } from "./ConnectedAction";
import { useAuthorization } from "./useFullscriptAuth";

/** Your configuration, what the authorization is for, the look, and every attribute of a `<button>`. */
export interface FullscriptConnectButtonProps
  extends
    FullscriptAuthOptions,
    Omit<ConnectButtonLook, "messages">,
    Omit<ComponentPropsWithoutRef<"button">, keyof FullscriptAuthOptions | keyof ConnectButtonLook | "type"> {
  /**
   * An action of yours that needs the connection. It runs at once if the account is connected. Otherwise the user connects first, and
   * the action runs when they are back on this page. It needs `endpoint`, and `GET endpoint` must say whether the account is connected.
   */
  onReady?: ((ready: FullscriptReady) => void) | undefined;
  /** Texts that replace the English ones. */
  messages?: OwnMessages<FullscriptMessages> | undefined;
}

/** What isn't for the element. */
const OPTIONS = new Set<string>([
  "clientId",
  "redirectUri",
  "environment",
  "endpoint",
  "headers",
  "credentials",
  "fetch",
  "timeoutMs",
  "idempotent",
  "subject",
  "storage",
  "appState",
  "appStateIn",
  "returnTo",
  "resumeKey",
  "mode",
  "onConnected",
  "onReady",
] satisfies (keyof FullscriptAuthOptions | "onReady")[]);

/**
 * Renders one native `<button type="button">` that connects the user's Fullscript account. Below it stands a `<span>` if there is
 * something to say: why connecting failed, or that a window is open.
 *
 * `data-status` is the status of {@link useFullscriptAuth}. Your `onClick` runs first and may call `preventDefault()`. When the user
 * is back from Fullscript, the button says once that the account is connected.
 *
 * @example
 * <FullscriptConnectButton {...fullscript} intent="treatment-plan" appState={{ patient: "42" }} />
 */
export const FullscriptConnectButton: ForwardRefExoticComponent<
  FullscriptConnectButtonProps & RefAttributes<HTMLButtonElement>
> = forwardRef(function FullscriptConnectButton(props, ref) {
  const { intent = "connect", resumeKey = intent, mode, subject, onConnected, onReady, onClick } = props;
  const action = useRef<ConnectedActionHandle>(null);
  const [isLookingUp, setIsLookingUp] = useState(false);
  const { auth, fail } = useAuthorization(
    {
      ...props,
      resumeKey,
      onConnected: (outcome) => {
        onConnected?.(outcome);
        action.current?.resume();
      },
    },
    () => onReady?.({ resumed: true }),
  );
  const { authorize, retry = authorize, reset } = auth;

  const click = (event: MouseEvent<HTMLButtonElement>) => {
    onClick?.(event);
    if (event.defaultPrevented) return;
    if (action.current) action.current.run(retry, fail);
    else retry();
  };

  return (
    <>
      {onReady && (
        <ConnectedAction
          {...props}
          onReady={onReady}
          resumeKey={resumeKey}
          handleRef={action}
          onLookup={setIsLookingUp}
        />
      )}
      <ConnectButtonView
        {...omitOptions(props)}
        ref={ref}
        state={auth}
        isBusy={isLookingUp}
        isWaiting={subject === null}
        keepsLabel={onReady !== undefined}
        opensWindow={mode === "popup"}
        onClick={click}
        onCancel={reset}
      />
    </>
  );
});

/** Props that look like a secret are left out, too. */
function omitOptions<Props extends object>(props: Props): Omit<Props, keyof FullscriptAuthOptions | "onReady"> {
  return Object.fromEntries(
    Object.entries(props).filter(([name]) => !OPTIONS.has(name) && !isSecretName(name)),
  ) as Omit<Props, keyof FullscriptAuthOptions | "onReady">;
}
