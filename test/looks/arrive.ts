import type { Locator, Page } from "playwright-core";
import { CALLBACK, ENDPOINT } from "./host/scene";
import type { Site } from "./startSite";

/** What the host's endpoint answers, or that it never does. */
export type Answer = { status: number; json?: unknown } | "never" | "cut";

/** Comes back from Fullscript, as if someone had left before; the endpoint gives these answers, the last one again and again. */
export async function arrive(
  page: Page,
  site: Site,
  response: Record<string, string>,
  ...answers: (Answer | Promise<Answer>)[]
): Promise<void> {
  await answerWith(page, answers);
  if (!page.url().startsWith(site.origin)) await page.goto(`${site.origin}/start`);
  await page.waitForFunction(() => "createState" in window);
  const state = await page.evaluate(() => window.createState());
  await page.goto(`${site.origin}${CALLBACK}?${new URLSearchParams({ state, ...response })}`);
}

/** Arrives, and waits for an outcome. */
export async function end(
  page: Page,
  site: Site,
  status: string,
  response: Record<string, string>,
  ...answers: (Answer | Promise<Answer>)[]
): Promise<void> {
  await arrive(page, site, response, ...answers);
  await panels(page, status).first().waitFor();
}

/** Opens the page of integrations, whose endpoint gives these answers, and waits until all its cards show that. */
export async function openCards(page: Page, site: Site, status: string, ...answers: Answer[]): Promise<Locator> {
  await answerWith(page, answers);
  await page.goto(`${site.origin}/start`);
  const cards = page.locator(`[data-fullscript=card][data-status=${status}]`);
  await cards.first().waitFor();
  await page.locator(`[data-fullscript=card]:not([data-status=${status}])`).first().waitFor({ state: "detached" });
  return cards;
}

export const panels = (page: Page, status?: string): Locator =>
  page.locator(`[data-fullscript=callback]${status ? `[data-status=${status}]` : ""}`);

export const CODE = { code: "a-code" };
export const CANCEL = { error: "access_denied" };

/** The endpoint gives these answers, the last one again and again. */
export async function answerWith(page: Page, answers: (Answer | Promise<Answer>)[]): Promise<void> {
  let count = 0;
  await page.unroute(`**${ENDPOINT}*`);
  await page.route(`**${ENDPOINT}*`, async (route) => {
    const answer = (await answers[Math.min(count++, answers.length - 1)]) ?? { status: 200 };
    if (answer === "never") return;
    if (answer === "cut") return route.abort("connectionreset");
    const { status, json = {} } = answer;
    await route.fulfill({ status, json });
  });
}
