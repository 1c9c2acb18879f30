import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { createServer, type ViteDevServer } from "vite";
import type { Settings } from "./settings";

/** Stands in the HTML where each answer has its own nonce. */
export const NONCE = "quillwood-nonce";

export interface FrontEndOptions {
  settings: Pick<Settings, "clientId" | "redirectUri" | "authorizationEndpoint">;
  server: Server;
  /** Updates the page as its files change. */
  watch: boolean;
  /** Whether React mounts everything twice, as in development it should. */
  strictMode: boolean;
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Vite, inside the clinic's own server. */
export function createFrontEnd({ settings, server, watch, strictMode }: FrontEndOptions): Promise<ViteDevServer> {
  const { clientId, redirectUri, authorizationEndpoint } = settings;
  // All that the browser is told. The client secret is not among it, nor in any folder that Vite serves.
  const variables = {
    VITE_FULLSCRIPT_CLIENT_ID: clientId,
    VITE_FULLSCRIPT_REDIRECT_URI: redirectUri,
    VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT: authorizationEndpoint,
    VITE_STRICT_MODE: String(strictMode),
  };
  return createServer({
    configFile: false,
    envDir: false,
    root: folder("../src"),
    cacheDir: folder("../../node_modules/.vite/example"),
    appType: "custom",
    logLevel: "warn",
    clearScreen: false,
    publicDir: false,
    plugins: [react({ exclude: [/\/node_modules\//, /\/dist\//] })],
    define: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
    ),
    html: { cspNonce: NONCE },
    // Named, all of them: one that is found later would reload the page, and that might be in the middle of connecting.
    optimizeDeps: {
      include: [
        "react",
        "react/jsx-runtime",
        "react/jsx-dev-runtime",
        "react-dom/client",
        "react-router",
        "@tanstack/react-query",
      ],
      noDiscovery: true,
    },
    server: {
      middlewareMode: true,
      warmup: { clientFiles: ["main.tsx"] },
      cors: false,
      allowedHosts: [new URL(redirectUri).hostname],
      fs: { allow: [folder("../src"), folder("../../dist"), folder("../../node_modules")] },
      ...(watch ? { hmr: { server } } : { hmr: false, ws: false, watch: null }),
    },
  });
}
