import { Hono } from "hono";
import { PATIENTS } from "./patients";
import type { Sessions } from "./sessions";

/** `/api/patients`: for those who are signed in. */
export function createPatientRoutes(sessions: Sessions): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    if (!(await sessions.find(c.req.raw))) return c.json({ error: "unauthorized" }, 401);
    return next();
  });
  routes.get("/", (c) => c.json(PATIENTS));
  routes.get("/:id", (c) => {
    const patient = PATIENTS.find(({ id }) => id === c.req.param("id"));
    return patient ? c.json(patient) : c.json({ error: "not_found" }, 404);
  });
  return routes;
}
