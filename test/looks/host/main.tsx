import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { App, configOf } from "./App";
import type { Scene } from "./scene";

const scene = JSON.parse(document.documentElement.dataset.scene!) as Scene;
const root = document.getElementById("root")!;
const app = (
  <StrictMode>
    <App scene={scene} origin={location.origin} path={location.pathname} />
  </StrictMode>
);

window.differences = [];
window.createState = () => createAuthorizationRequest(configOf(scene, location.origin), { returnTo: "/start" }).state;
if (scene.isHydrated) hydrateRoot(root, app, { onRecoverableError: (error) => window.differences.push(String(error)) });
else createRoot(root).render(app);
