"use client";

import type { ReactElement, ReactNode } from "react";
import type { FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import { CallbackPanel, type CallbackPanelOptions } from "./CallbackPanel";
import { type FullscriptCallbackOptions, useFullscriptCallback } from "./useFullscriptCallback";

/** The host's configuration, the functions that are called with an outcome, and the looks. */
export interface FullscriptCallbackProps<Connection = unknown>
  extends FullscriptCallbackOptions<Connection>, CallbackPanelOptions {
  /** Renders a UI of your own instead of the panel's content. */
  children?: ((callback: FullscriptCallbackState<Connection>) => ReactNode) | undefined;
}

/**
 * The page of the redirect URI: finishes the authorization and shows every outcome with its next step.
 *
 * @example
 * <FullscriptCallback {...fullscript} navigate={navigate} />
 * @see {@link CallbackPanel} for what it renders
 */
export function FullscriptCallback<Connection = unknown>(props: FullscriptCallbackProps<Connection>): ReactElement {
  const state = useFullscriptCallback(props);
  return (
    <CallbackPanel {...props} state={state}>
      {props.children && (props.children(state) ?? null)}
    </CallbackPanel>
  );
}
