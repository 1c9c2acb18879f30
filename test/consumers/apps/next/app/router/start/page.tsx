import { FullscriptConnectButton } from "react-fullscript-connect";
import { readConfig } from "../config";

export default async function StartPage() {
  return (
    <main>
      <FullscriptConnectButton {...await readConfig("/router/callback")}>Connect</FullscriptConnectButton>
      <FullscriptConnectButton {...await readConfig("/router/replaced")}>
        Connect with replaceUrl
      </FullscriptConnectButton>
    </main>
  );
}
