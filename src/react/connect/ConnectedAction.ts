import { QueryClientContext } from "@tanstack/react-query";
import { type RefObject, useContext, useEffect, useRef } from "react";
import { globalBrowser } from "../../core/browser";
import type { JsonValue } from "../../core/FullscriptConfig";
import { FullscriptError } from "../../core/FullscriptError";
import { isUnknownSubject } from "../../core/transaction";
import { type ConnectionConfig, connectionQuery, isTransient } from "../connection/connectionQuery";
import { runHostCallback } from "../../core/report";
import { actionKey } from "./authorization";
import { type ConnectionLookup, createConnectionLookup } from "./connectionLookup";

/** Describes how the `onReady` action came to run. */
export interface FullscriptReady {
  /** The action runs because the user has just connected. There was no click, so the browser may block a window that it opens. */
  resumed: boolean;
}

/** Controls the action of a button. */
export interface ConnectedActionHandle {
  /** The user has clicked: runs the action if the account is connected, and otherwise `connect`. */
  run: (connect: () => void, fail: (error: FullscriptError) => void) => void;
  /** The user has connected in a window: runs the action. */
  resume: () => void;
}

interface ConnectedActionProps extends Partial<ConnectionConfig> {
  resumeKey: string;
  appState?: JsonValue | undefined;
  onReady: (ready: FullscriptReady) => void;
  handleRef: RefObject<ConnectedActionHandle | null>;
  /** The lookup of a click starts or ends. */
  onLookup: (isLookingUp: boolean) => void;
}

/**
 * Runs the host's action at once if the account is connected, and otherwise connects first. Renders nothing. It is a component, so
 * that a button without an action doesn't pay for it.
 */
export function ConnectedAction(props: ConnectedActionProps): null {
  const { handleRef, endpoint, subject } = props;
  const client = useContext(QueryClientContext);
  const latest = useRef(props);
  const pendingKey = useRef<string>(undefined);
  const lookup = useRef<ConnectionLookup>(undefined);
  const key =
    endpoint && !isUnknownSubject(subject) && JSON.stringify(connectionQuery({ ...props, endpoint }).queryKey);

  const act = (resumed: boolean) => runHostCallback(() => latest.current.onReady({ resumed }));
  /** Whether the button is still for what the user clicked. Otherwise, the action would come as a surprise. */
  const isPending = () => handleRef.current !== null && actionKey(latest.current, globalBrowser) === pendingKey.current;
  const resume = () => {
    if (isPending()) act(true);
  };
  const run: ConnectedActionHandle["run"] = (connect, fail) => {
    pendingKey.current = actionKey(latest.current, globalBrowser);
    const decide = (data: unknown) =>
      (data as { connected?: unknown } | undefined | null)?.connected === true ? act(false) : connect();
    const data = lookup.current?.getData();
    // Without waiting, because a window may only open inside the click.
    if (!lookup.current || data !== undefined) return decide(data);
    latest.current.onLookup(true);
    void lookup.current
      .ask()
      .then(
        (answer) => () => decide(answer),
        // If the endpoint didn't say whether the account is connected, connecting will tell.
        (error: unknown) => () => (error instanceof FullscriptError && !isTransient(error) ? fail(error) : connect()),
      )
      .then((next) => {
        latest.current.onLookup(false);
        if (isPending()) next();
      });
  };

  useEffect(() => {
    latest.current = props;
    // useImperativeHandle would clear the handle while a Suspense boundary around the button waits.
    handleRef.current = { run, resume };
    return () => {
      handleRef.current = null;
    };
  });
  useEffect(() => {
    if (!key) return;
    // Before the click, so that the click can act at once.
    const opened = createConnectionLookup(client, () => ({ endpoint: "", ...latest.current }));
    lookup.current = opened;
    return () => {
      lookup.current = undefined;
      opened.stop();
    };
  }, [key, client]);

  return null;
}
