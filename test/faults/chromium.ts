import type { Browser, BrowserContext } from "playwright-core";
import { reportWaits } from "./instruments";
import type { Engine } from "./Session";

/** Chromium, by Playwright, which has all that is needed. */
export const chromiumOf = (browser: Browser): Engine<BrowserContext> => ({
  close: () => browser.close(),
  open: async (_, { said, waited, requested }) => {
    const context = await browser.newContext();
    context.on("console", (message) => said(`${message.text()} ${message.location().url}`));
    context.on("weberror", (error) => said(String(error.error())));
    context.on("request", (request) => requested(request.url()));
    await context.exposeFunction("sawWait", waited);
    await context.addInitScript(reportWaits);
    return context;
  },
});
