import { FullscriptConnectButton } from "react-fullscript-connect";
import { useFullscript } from "../fullscript";

/** What connecting gives, and the way to it. */
export function FullscriptOffer() {
  const fullscript = useFullscript();
  return (
    <>
      <p>Write supplement plans without leaving the chart. Your patients order from home.</p>
      <ul className="checks">
        <li>Start a treatment plan from any patient’s page</li>
        <li>Your own Fullscript account and catalog, used by you alone</li>
        <li>Disconnect whenever you like</li>
      </ul>
      <FullscriptConnectButton {...fullscript} colorScheme="auto" />
    </>
  );
}
