import { QueryClientContext } from "@tanstack/react-query";
import { type RefObject, useContext, useEffect, useRef } from "react";
import { globalBrowser } from "../../core/browser";
import type { JsonValue } from "../../core/FullscriptConfig";
import { FullscriptError, type FullscriptErrorCode } from "../../core/FullscriptError";
import { currentPage } from "../../core/pendingAction";
import { isUnknownSubject } from "../../core/subject";
import { isRecord } from "../../core/isRecord";
import { type ConnectionConfig, connectionQuery } from "../connection/connectionQuery";
import { runHostCallback } from "../../core/report";
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

/** The endpoint didn't say whether the account is connected. Connecting will tell. */
const TRANSIENT_CODES: ReadonlySet<FullscriptErrorCode> = new Set([
  "exchange_interrupted",
  "exchange_unreachable",
  "exchange_unavailable",
]);

/**
 * Runs the host's action at once if the account is connected, and otherwise connects first. Renders nothing. It is a component, so
 * that a button without an action doesn't pay for it.
 */
export function ConnectedAction(props: ConnectedActionProps): null {
  const { handleRef, endpoint, subject } = props;
  const client = useContext(QueryClientContext);
  const latest = useRef(props);
  const isMounted = useRef(false);
  const pendingKey = useRef<string>(undefined);
  const lookup = useRef<ConnectionLookup>(undefined);
  const key =
    endpoint && !isUnknownSubject(subject) && JSON.stringify(connectionQuery({ ...props, endpoint }).queryKey);

  const act = (resumed: boolean) => runHostCallback(() => latest.current.onReady({ resumed }));
  /** Identifies what the user clicked for. If it has changed by the time of the answer, the action would come as a surprise. */
  const actionKey = () => {
    const { resumeKey, appState, subject: user } = latest.current;
    return JSON.stringify([isMounted.current, resumeKey, appState, user, currentPage()]);
  };
  const resume = () => {
    if (actionKey() === pendingKey.current) act(true);
  };
  const run: ConnectedActionHandle["run"] = (connect, fail) => {
    pendingKey.current = actionKey();
    const decide = (data: unknown) => (isRecord(data) && data.connected === true ? act(false) : connect());
    const data = lookup.current?.getData();
    // Without waiting, because a window may only open inside the click.
    if (!lookup.current || data !== undefined) return decide(data);
    latest.current.onLookup(true);
    void lookup.current.ask().then(
      (answer) => finish(() => decide(answer)),
      (error: unknown) =>
        finish(() => {
          if (error instanceof FullscriptError && !TRANSIENT_CODES.has(error.code)) fail(error);
          else connect();
        }),
    );
  };
  const finish = (next: () => void) => {
    latest.current.onLookup(false);
    if (actionKey() === pendingKey.current) next();
  };

  useEffect(() => {
    latest.current = props;
    // useImperativeHandle would clear the handle while a Suspense boundary around the button waits.
    handleRef.current = { run, resume };
  });
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
      handleRef.current = null;
    };
  }, [handleRef]);
  useEffect(() => {
    if (!key) return;
    // Before the click, so that the click can act at once.
    const opened = createConnectionLookup(client, () => ({ endpoint: "", ...latest.current }), globalBrowser);
    lookup.current = opened;
    return () => {
      lookup.current = undefined;
      opened.stop();
    };
  }, [key, client]);

  return null;
}
