import type { Hono } from "hono";
import { homePage } from "./pages/homePage";
import { parseSwitches, parseSwitchForm, SwitchError } from "./parseSwitches";
import { currentAccount, readForm, type SandboxEnv, type Site } from "./site";
import type { Switches } from "./switches";

/** What Fullscript doesn't have: the home page with its forms, and a JSON API for tests. */
export function controlRoutes(app: Hono<SandboxEnv>, site: Site): void {
  app
    .get("/", (c) => c.html(homePage(site, currentAccount(c, site))))
    .post("/sandbox/switches", async (c) => {
      const form = await readForm(c);
      const changes = attempt(() => parseSwitchForm(form));
      if (changes instanceof Error) return c.html(homePage(site, currentAccount(c, site), changes.message), 422);
      site.switches.set(changes);
      return c.redirect("/", 303);
    })
    .post("/sandbox/revoke", async (c) => {
      site.grants.revokeOwner((await readForm(c)).get("owner") ?? "");
      return c.redirect("/", 303);
    })
    .post("/sandbox/reset", (c) => {
      site.reset();
      return c.redirect("/", 303);
    })
    .get("/sandbox/switches", (c) => c.json(site.switches.get()))
    .put("/sandbox/switches", async (c) => {
      const text = await c.req.text();
      const changes = attempt(() => parseSwitches(JSON.parse(text)));
      return changes instanceof Error ? c.json({ error: changes.message }, 400) : c.json(site.switches.set(changes));
    })
    .delete("/sandbox/switches", (c) => c.json(site.switches.reset()))
    .get("/sandbox/log", (c) => c.json(site.log.entries()))
    .delete("/sandbox/log", (c) => {
      site.log.clear();
      return c.json([]);
    });
}

function attempt(parse: () => Partial<Switches>): Partial<Switches> | Error {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SwitchError || error instanceof SyntaxError) return error;
    throw error;
  }
}
