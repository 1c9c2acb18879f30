import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  FullscriptCallback,
  type FullscriptConfig,
  FullscriptConnectButton,
  FullscriptConnectionCard,
} from "react-fullscript-connect";
import { CALLBACK, CLIENT_ID, ENDPOINT, type Scene } from "./scene";

export interface AppProps {
  scene: Scene;
  origin: string;
  path: string;
}

export const configOf = (scene: Scene, origin: string): FullscriptConfig => ({
  clientId: CLIENT_ID,
  redirectUri: origin + CALLBACK,
  environment: { authorizationEndpoint: scene.authorizationEndpoint ?? `${origin}/authorize` },
  endpoint: ENDPOINT,
  timeoutMs: 1_000_000,
});

const client = new QueryClient();

/** The host: buttons on every page, and the callback on that of the redirect URI. Uses no browser API, so that a server renders it as well. */
export function App({ scene, origin, path }: AppProps) {
  const fullscript = configOf(scene, origin);
  return (
    <main>
      {scene.hasField && <input aria-label="The host's own" />}
      {scene.buttons?.map(({ dir, ...props }, index) => (
        <div key={index} dir={dir} data-row="">
          <FullscriptConnectButton {...fullscript} {...props} />
        </div>
      ))}
      {path !== CALLBACK && scene.cards && (
        <QueryClientProvider client={client}>
          {scene.cards.map(({ dir, ...props }, index) => (
            <div key={index} dir={dir} data-row="">
              <FullscriptConnectionCard {...fullscript} {...props} />
            </div>
          ))}
        </QueryClientProvider>
      )}
      {path === CALLBACK &&
        scene.callbacks?.map(({ dir, ...props }, index) => (
          <div key={index} dir={dir} data-row="">
            <FullscriptCallback {...fullscript} autoLeave={false} {...props} />
          </div>
        ))}
    </main>
  );
}
