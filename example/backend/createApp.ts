import { Hono } from "hono";
import { createConnectionHandler } from "react-fullscript-connect/server";
import { createPatientRoutes } from "./patientRoutes";
import { PRACTITIONERS } from "./practitioners";
import { createEhrPage, ehrOriginOn } from "./ehrPage";
import type { Page } from "./renderPage";
import { requestLog } from "./requestLog";
import { readSessionCookie, writeSessionCookie } from "./sessionCookie";
import { createSessionRoutes } from "./sessionRoutes";
import { createSessions } from "./sessions";
import type { Settings } from "./settings";
import { createConnectionStore } from "./store/createConnectionStore";
import type { Storage } from "./store/openStorage";

export interface AppOptions {
  settings: Omit<Settings, "sandboxPort">;
  storage: Storage;
  /** The HTML of every page: which one it is, the browser decides. */
  renderPage: () => Promise<Page>;
  log: (line: string) => void;
}

/** The clinic's backend: its API, and the pages. */
export function createApp({ settings, storage, renderPage, log }: AppOptions): Hono {
  const { port, clientId, clientSecret, redirectUri, tokenEndpoint, revocationEndpoint, realm } = settings;
  const ehr = createEhrPage(new URL(redirectUri).origin);
  const sessions = createSessions(storage.database);
  const connection = createConnectionHandler({
    environment: { tokenEndpoint, revocationEndpoint },
    clientId,
    clientSecret,
    redirectUri,
    store: createConnectionStore(storage.database, storage.cipher, realm),
    getUser: sessions.find,
  });

  const app = new Hono();
  app.use(requestLog(log));
  app.all("/api/fullscript/connection", (c) => connection(c.req.raw));
  app.use("/api/*", async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  app.route("/api/session", createSessionRoutes(sessions));
  app.route("/api/patients", createPatientRoutes(sessions));
  app.all("/api/*", (c) => c.json({ error: "not_found" }, 404));

  app.get("/ehr", (c) => {
    // Under the clinic's own name it would not be another site.
    if (new URL(c.req.url).origin !== ehrOriginOn(port)) return c.redirect(`${ehrOriginOn(port)}/ehr`);
    return c.html(ehr.html, 200, { "Cache-Control": "no-cache", "Content-Security-Policy": ehr.policy });
  });
  app.get("*", async (c) => {
    const token = readSessionCookie(c.req.raw);
    // A first visit finds someone at work; whoever signed out stays signed out.
    if (token !== null && !(await sessions.find(c.req.raw)))
      writeSessionCookie(c, await sessions.start(PRACTITIONERS[0]));
    const { html, policy } = await renderPage();
    // `no-store` would keep a page out of the back/forward cache; only a URL with a code in it asks for that.
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
