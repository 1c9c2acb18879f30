import { Hono } from "hono";
import { accountRoutes } from "./accountRoutes";
import { apiRoutes } from "./apiRoutes";
import { authorizeRoutes } from "./authorizeRoutes";
import { controlRoutes } from "./controlRoutes";
import { createGrantModel } from "./grantModel";
import { knownHosts } from "./knownHosts";
import { pageHeaders } from "./pageHeaders";
import { messagePage } from "./pages/messagePage";
import { revokeRoutes } from "./revokeRoutes";
import { sameOriginForms } from "./sameOriginForms";
import type { SandboxEnv, Site } from "./site";
import { ICON, STYLES } from "./styles";
import { tokenRoutes } from "./tokenRoutes";

/** Every route of the sandbox. */
export function createApp(site: Site): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  const model = createGrantModel(site.settings, site.grants, site.switches);
  app.use(pageHeaders(site.settings));
  app.use(knownHosts);
  app.use(sameOriginForms);
  authorizeRoutes(app, site);
  tokenRoutes(app, site, model);
  revokeRoutes(app, site, model);
  accountRoutes(app, site);
  controlRoutes(app, site);
  apiRoutes(app, site, model);
  app.get("/sandbox/styles.css", (c) => c.body(STYLES, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.get("/sandbox/icon.svg", (c) => c.body(ICON, 200, { "Content-Type": "image/svg+xml" }));
  app.notFound((c) => c.html(messagePage({ title: "Page not found", text: "There is nothing at this address." }), 404));
  return app;
}
