import { useRef } from "react";
import { useFullscriptConnection } from "react-fullscript-connect";
import { type Connection, useFullscript } from "../fullscript";
import { FullscriptConnected } from "./FullscriptConnected";
import { FullscriptOffer } from "./FullscriptOffer";
import { Loading } from "./Loading";
import { Problem } from "./Problem";

/** Fullscript among the integrations: everyone connects an account of their own. */
export function FullscriptCard() {
  const fullscript = useFullscript();
  const { data: connection, isError, refetch, disconnect } = useFullscriptConnection<Connection>(fullscript);
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone then, and the keyboard's place must not go with it.
  const endConnection = () => disconnect.mutate(undefined, { onSuccess: () => heading.current?.focus() });

  return (
    <section className="card integration" aria-labelledby="fullscript">
      <div className="integration-head">
        <h2 ref={heading} id="fullscript" tabIndex={-1}>
          Fullscript
        </h2>
        {connection && <span className={connection.connected ? "badge badge-on" : "badge"}>{connection.connected ? "Connected" : "Not connected"}</span>}
      </div>
      {connection?.connected ? (
        <FullscriptConnected connection={connection} status={disconnect.status} onDisconnect={endConnection} />
      ) : connection ? (
        <FullscriptOffer />
      ) : isError ? (
        <Problem text="We could not find out whether your Fullscript account is connected." onRetry={() => void refetch()} />
      ) : (
        <Loading text="Looking up your Fullscript account…" />
      )}
      <p className="visually-hidden" role="status">
        {disconnect.isSuccess && connection?.connected === false && "Your Fullscript account is disconnected."}
      </p>
    </section>
  );
}
