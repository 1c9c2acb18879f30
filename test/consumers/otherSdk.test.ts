import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Served } from "../serve";
import type { Consumer } from "./Consumer";
import { describeConsumer } from "./describeConsumer";
import { startOidcProvider } from "./startOidcProvider";
import { startPageApp } from "./startPageApp";

let provider: Served;
let consumer: Consumer;

beforeAll(async () => {
  consumer = await startPageApp("oidc", "development", {
    env: async (origin) => {
      provider = await startOidcProvider([`${origin}/integrations`, `${origin}/fullscript/callback`]);
      return { VITE_OIDC_AUTHORITY: provider.origin };
    },
  });
});
afterAll(() => Promise.all([consumer.close(), provider.close()]));

/** The codes that the browser shows to the other server, in turn. */
function watchCodes(page: Page): (string | null)[] {
  const codes: (string | null)[] = [];
  page.on(
    "request",
    (request) =>
      request.url() === `${provider.origin}/token` &&
      codes.push(new URLSearchParams(request.postData() ?? "").get("code")),
  );
  return codes;
}

/** Signs in to the app at the other server, whose token endpoint waits: so far the response is still in the URL. */
async function signIn(page: Page, button: string, path: string): Promise<{ finish: () => Promise<void> }> {
  const held = new Promise<Route>((resolve) => void page.route(`${provider.origin}/token`, resolve));
  await page.goto(`${consumer.origin}/integrations`);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByPlaceholder("Enter any login").fill("dr-ada");
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL((url) => url.origin === consumer.origin && url.pathname === path);
  return {
    finish: async () => {
      await (await held).continue();
      await page.unroute(`${provider.origin}/token`);
      await page.getByText("Signed in as dr-ada").waitFor();
    },
  };
}

describeConsumer(
  "an app whose users sign in by oidc-client-ts",
  () => consumer,
  (visit) => {
    it.each([
      ["a page with the card", "Sign in", "/integrations", "[data-fullscript=card][data-status=not-connected]"],
      [
        "the callback page",
        "Sign in by the callback page",
        "/fullscript/callback",
        "[data-fullscript=callback][data-status=absent]",
      ],
    ])("leaves the other's code and state alone on %s", async (_, button, path, shown) => {
      const { page, posted, complaints } = visit();
      const codes = watchCodes(page);
      const { finish } = await signIn(page, button, path);
      await page.locator(shown).waitFor();
      const { searchParams } = new URL(page.url());
      expect([searchParams.get("code"), searchParams.get("state")]).toEqual([expect.any(String), expect.any(String)]);
      await finish();
      expect(codes).toEqual([searchParams.get("code")]);
      expect(page.url()).toBe(consumer.origin + path);
      expect(posted).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it("keeps its own from the other, which stays signed in", async () => {
      const { page } = visit();
      const { finish } = await signIn(page, "Sign in", "/integrations");
      await finish();
      const codes = watchCodes(page);
      await visit().leave();
      await visit().authorize();
      await visit().expectConnected();
      expect(codes).toEqual([]);
      await page.getByText("Signed in as dr-ada").waitFor();
    });
  },
);
