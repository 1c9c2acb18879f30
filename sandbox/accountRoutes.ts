import type { Hono } from "hono";
import { DEMO_PRACTITIONER, DEMO_STAFF } from "./accounts";
import { checkEmailPage } from "./pages/checkEmailPage";
import { messagePage } from "./pages/messagePage";
import { signInPage } from "./pages/signInPage";
import { signUpPage } from "./pages/signUpPage";
import { readForm, signIn, signOut, type SandboxEnv, type Site } from "./site";

/** Signs users in, up and out. `request` is the authorization request that continues afterwards, as a query string. */
export function accountRoutes(app: Hono<SandboxEnv>, site: Site): void {
  app
    .get("/sign-in", (c) => {
      const { email } = c.req.query("account") === "staff" ? DEMO_STAFF : DEMO_PRACTITIONER;
      return c.html(signInPage({ request: c.req.query("request") ?? "", email, password: "demo" }));
    })
    .post("/sign-in", async (c) => {
      const form = await readForm(c);
      const [request, email, password] = [form.get("request") ?? "", field(form, "email"), form.get("password") ?? ""];
      if (!isEmail(email))
        return c.html(
          signInPage({ request, email, password: "", error: "Enter an e-mail address, such as you@example.com." }),
          422,
        );
      if (password === "")
        return c.html(signInPage({ request, email, password, error: "Enter a password. Any will do here." }), 422);
      signIn(c, site, site.accounts.findOrCreate(email));
      return c.redirect(next(request), 303);
    })
    .post("/sign-out", async (c) => {
      const request = (await readForm(c)).get("request") ?? "";
      signOut(c, site);
      return c.redirect(`/sign-in?${query({ request })}`, 303);
    })
    .get("/sign-up", (c) => c.html(signUpPage({ request: c.req.query("request") ?? "", name: "", email: "" })))
    .post("/sign-up", async (c) => {
      const form = await readForm(c);
      const [request, name, email] = [form.get("request") ?? "", field(form, "name"), field(form, "email")];
      if (name === "") return c.html(signUpPage({ request, name, email, error: "Enter your name." }), 422);
      if (!isEmail(email))
        return c.html(
          signUpPage({ request, name, email, error: "Enter an e-mail address, such as you@example.com." }),
          422,
        );
      return c.redirect(
        `/sign-up/check-email?${query({ confirmation: site.accounts.startSignUp({ name, email }), request })}`,
        303,
      );
    })
    .get("/sign-up/check-email", (c) => {
      const signUp = site.accounts.findSignUp(c.req.query("confirmation"));
      if (!signUp) return c.html(messagePage(UNKNOWN_SIGN_UP), 404);
      return c.html(checkEmailPage(signUp, `/sign-up/confirm${new URL(c.req.url).search}`));
    })
    .get("/sign-up/confirm", (c) => {
      const signUp = site.accounts.findSignUp(c.req.query("confirmation"));
      if (!signUp) return c.html(messagePage(UNKNOWN_SIGN_UP), 404);
      signIn(c, site, site.accounts.findOrCreate(signUp.email, signUp.name));
      return c.redirect(next(c.req.query("request") ?? ""), 303);
    });
}

const UNKNOWN_SIGN_UP = {
  title: "This link no longer works",
  text: "The sandbox has been restarted or reset since you signed up. Go back to your app and start again.",
};

/** The query is written anew, so that nothing but a query can follow the path. */
function next(request: string): string {
  return request === "" ? "/" : `/api/oauth/authorize?${new URLSearchParams(request).toString()}`;
}

function query(params: Record<string, string>): string {
  return new URLSearchParams(params).toString();
}

function field(form: URLSearchParams, name: string): string {
  return form.get(name)?.trim() ?? "";
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}
