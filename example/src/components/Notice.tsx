import { useFullscriptConnection } from "react-fullscript-connect";
import { useLocation } from "react-router";
import { readArrival } from "../arrival";
import { type Connection, useFullscript } from "../fullscript";

/** Says what came of connecting, on the page that the user is back on. Always there, so that a screen reader hears it change. */
export function Notice() {
  const { subject } = useFullscript();
  const arrival = readArrival(useLocation().state, subject);
  return (
    <div className="notice-space" role="status">
      {arrival && <Connected />}
    </div>
  );
}

/** History remembers longer than a connection may last, so it is asked. */
function Connected() {
  const { data: connection } = useFullscriptConnection<Connection>(useFullscript());
  if (!connection?.connected) return null;
  return (
    <p className="notice">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="m5 10.500 3.300 3.300L15 7" />
      </svg>
      Your Fullscript account is connected.
    </p>
  );
}
