import { FullscriptConnectButton } from "react-fullscript-connect";
import { readConfig } from "../fullscript";

export default async function IntegrationsPage() {
  return (
    <main>
      <FullscriptConnectButton {...await readConfig("/fullscript/callback")}>Connect</FullscriptConnectButton>
      <FullscriptConnectButton {...await readConfig("/fullscript/replaced")}>Connect with replaceUrl</FullscriptConnectButton>
    </main>
  );
}
