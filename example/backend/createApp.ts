import { Hono } from "hono";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { createConnectionHandler } from "react-fullscript-connect/server";
import { createPatientRoutes } from "./patientRoutes";
import { PRACTITIONERS } from "./practitioners";
import { createEhrPage, ehrOriginOn } from "./ehrPage";
import type { Page } from "./renderPage";
import { requestLog } from "./requestLog";
import { readSessionCookie, writeSessionCookie } from "./sessionCookie";
import { addSessionGrantRoute } from "./sessionGrantRoute";
import { createSessionRoutes } from "./sessionRoutes";
import { createSessions } from "./sessions";
import type { Settings } from "./settings";
import type { Storage } from "./storage/openStorage";

export interface AppOptions {
  settings: Omit<Settings, "sandboxPort">;
  storage: Storage;
  /** Returns the HTML of every page. The browser decides which one it shows. */
  renderPage: () => Promise<Page>;
  log: (line: string) => void;
}

/** Creates the clinic's backend: its API and its pages. */
export async function createApp({ settings, storage, renderPage, log }: AppOptions): Promise<Hono> {
  const { port, clientId, clientSecret, redirectUri, tokenEndpoint, revocationEndpoint, namespace } = settings;
  const ehr = createEhrPage(new URL(redirectUri).origin);
  const sessions = await createSessions(storage.client);
  const { client, encryptionKeys } = storage;
  const store = createPostgresStore({ client, encryptionKeys, namespace });
  await store.migrate();
  // A connection is encrypted with the newest key when it is next written: at its next refresh.
  const outdated = await store.countOutdatedKeys();
  if (outdated > 0)
    log(`Connections that still need an older key: ${outdated}. Without it, their users have to connect again.`);

  const connection = createConnectionHandler({
    // The REST API is beside the token endpoint.
    environment: { tokenEndpoint, revocationEndpoint, apiBase: tokenEndpoint.replace(/\/oauth\/token$/, "") },
    clientId,
    clientSecret,
    redirectUri,
    store,
    getUser: sessions.find,
  });

  const app = new Hono();
  app.use(requestLog(log));
  app.all("/api/fullscript/connection", (c) => connection(c.req.raw));
  app.use("/api/*", async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  addSessionGrantRoute(app, sessions, connection);
  app.route("/api/session", createSessionRoutes(sessions));
  app.route("/api/patients", createPatientRoutes(sessions));
  app.all("/api/*", (c) => c.json({ error: "not_found" }, 404));

  app.get("/ehr", (c) => {
    // Under the clinic's own host name the page would not be another site.
    if (new URL(c.req.url).origin !== ehrOriginOn(port)) return c.redirect(`${ehrOriginOn(port)}/ehr`);
    return c.html(ehr.html, 200, { "Cache-Control": "no-cache", "Content-Security-Policy": ehr.policy });
  });
  app.get("*", async (c) => {
    const token = readSessionCookie(c.req.raw);
    // The first visit signs the first practitioner in. After signing out, a reload signs nobody in.
    if (token !== null && !(await sessions.find(c.req.raw)))
      writeSessionCookie(c, await sessions.start(PRACTITIONERS[0]));
    const { html, policy } = await renderPage();
    // `no-store` keeps a page out of the back/forward cache, so only a URL with a code in it gets it.
    const caching = c.req.query("code") === undefined ? "no-cache" : "no-store";
    return c.html(html, 200, { "Cache-Control": caching, "Content-Security-Policy": policy });
  });
  app.notFound((c) => c.json({ error: "not_found" }, 404));
  app.onError((error, c) => {
    console.error(error);
    return c.json({ error: "server_error" }, 500);
  });
  return app;
}
