import { useRef } from "react";
import type { Connection } from "../fullscript";

interface FullscriptConnectedProps {
  connection: Extract<Connection, { connected: true }>;
  /** Of the disconnect. */
  status: "idle" | "pending" | "error" | "success";
  onDisconnect: () => void;
}

/** Whose account it is, and the way to end the connection. */
export function FullscriptConnected({ connection: { resource_owner: owner }, status, onDisconnect }: FullscriptConnectedProps) {
  const isPending = status === "pending";
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <p>You can start a Fullscript treatment plan from any patient’s page.</p>
      <dl className="facts">
        <div>
          <dt>Connected as</dt>
          <dd>{owner?.type ?? "Fullscript account"}</dd>
        </div>
        {owner && (
          <div>
            <dt>Account ID</dt>
            <dd className="code">{owner.id}</dd>
          </div>
        )}
      </dl>
      {status === "error" && (
        <p className="error" role="alert">
          Disconnecting did not work. Try again in a moment.
        </p>
      )}
      <button type="button" className="button" aria-disabled={isPending} onClick={() => isPending || dialog.current?.showModal()}>
        {isPending ? "Disconnecting…" : "Disconnect my Fullscript account"}
      </button>

      <dialog ref={dialog} className="dialog" aria-labelledby="disconnect-title">
        <h3 id="disconnect-title">Disconnect Fullscript?</h3>
        <p>Quillwood can no longer open treatment plans for you. Plans that your patients already have stay with Fullscript.</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Keep connected
          </button>
          <button
            type="button"
            className="button button-danger"
            onClick={() => {
              dialog.current?.close();
              onDisconnect();
            }}
          >
            Disconnect
          </button>
        </div>
      </dialog>
    </>
  );
}
