import { createMiddleware } from "hono/factory";
import { messagePage } from "./pages/messagePage";
import type { SandboxEnv } from "./site";

/**
 * Refuses a form that another site's page submits: an app on another port of localhost is same-site, so the SameSite cookie
 * alone would let it press Authorize unseen. Servers send no `Sec-Fetch-Site` and pass.
 */
export const sameOriginForms = createMiddleware<SandboxEnv>(async (c, next) => {
  const from = c.req.header("sec-fetch-site");
  if (c.req.method === "POST" && from !== undefined && from !== "same-origin" && from !== "none") {
    return c.html(
      messagePage({
        title: "This form came from another site",
        text: "The sandbox takes its forms from its own pages alone, as Fullscript does.",
      }),
      403,
    );
  }
  await next();
  return undefined;
});
