import { useEffect, useState } from "react";
import { FullscriptConnectButton } from "react-fullscript-connect";
import { fullscript } from "./config";
import { ENDPOINT } from "./variant";

/** Where the user works: the button, and whether the backend says that they are connected. */
export function StartPage() {
  const [isConnected, setIsConnected] = useState<boolean>();

  useEffect(() => {
    fetch(ENDPOINT)
      .then((response) => response.json())
      .then(({ connected }: { connected: boolean }) => setIsConnected(connected), () => undefined);
  }, []);

  return (
    <main data-page="start" data-connected={isConnected}>
      <FullscriptConnectButton {...fullscript} />
    </main>
  );
}
