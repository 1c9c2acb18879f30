import { useEffect, useState } from "react";
import { FullscriptConnectButton, useFullscriptAuth, useFullscriptConnection } from "react-fullscript-connect";
import { fullscript, variant } from "./config";
import { ENDPOINT } from "./variant";

/** Where the user works: the button, and whether the backend says that they are connected. */
export function StartPage() {
  const [isConnected, setIsConnected] = useState<boolean>();
  const [isShown, setIsShown] = useState(true);

  useEffect(() => {
    fetch(ENDPOINT)
      .then((response) => response.json())
      .then(
        ({ connected }: { connected: boolean }) => setIsConnected(connected),
        () => undefined,
      );
  }, []);

  return (
    <main data-page="start" data-connected={isConnected}>
      <button type="button" onClick={() => setIsShown(!isShown)}>
        Toggle
      </button>
      {isShown &&
        Array.from({ length: variant.buttons }, (_, index) => (
          <FullscriptConnectButton key={index} {...fullscript} mode={variant.mode} />
        ))}
      {variant.hasQueryClientProvider && <Told />}
      {variant.startsByItself && <Impatient />}
    </main>
  );
}

/** What the app's cache says, which nobody but a finished exchange brings up to date here. */
function Told() {
  const { data } = useFullscriptConnection<{ connected: boolean }>(fullscript);
  return <output data-told={data?.connected}>The app says {data?.connected ? "connected" : "not connected"}.</output>;
}

/** Starts without a click. */
function Impatient() {
  const { status, error, authorize } = useFullscriptAuth({ ...fullscript, mode: "popup" });
  useEffect(() => authorize(), [authorize]);
  return (
    <button type="button" data-impatient={error?.code ?? status} onClick={authorize}>
      Now
    </button>
  );
}
