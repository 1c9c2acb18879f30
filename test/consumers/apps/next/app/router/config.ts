import { headers } from "next/headers";
import type { FullscriptConfig } from "react-fullscript-connect";

/** Everything in it is a string, so that it crosses from the server to the browser. */
export async function readConfig(callback: string): Promise<FullscriptConfig> {
  const host = (await headers()).get("host") ?? "";
  return {
    clientId: "routers",
    redirectUri: `http://${host}${callback}`,
    environment: { authorizationEndpoint: `http://${host.replace("localhost", "127.0.0.1")}/authorize` },
    endpoint: "/api/fullscript/connection",
  };
}
