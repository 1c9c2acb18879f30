import type { BrowserContext } from "playwright-core";
import { CONTENDERS, type ContenderName } from "./contenders/all";
import type { Parts } from "./pages/parts";
import type { Site } from "./site";

/** What one visit took, in milliseconds, and did. */
export interface Visit {
  /** From the click until the request is with the authorization server. */
  clickToRequest: number;
  /** Of it, until the script has told the browser where to go. */
  clickToLeave: number;
  mountToPost: number;
  mountToConnected: number;
  commits: number;
  longTasks: number;
  parts: Parts | undefined;
}

/** One user who has never been here: clicks, authorizes, comes back, is connected. */
export async function visit(
  context: BrowserContext,
  { origin, nextArrival }: Site,
  name: ContenderName,
): Promise<Visit> {
  const { isWindow } = CONTENDERS[name];
  const page = await context.newPage();
  const connected = page.waitForEvent("console", (message) => message.text() === "connected");
  const arrival = nextArrival();
  await page.goto(`${origin}/${name}/start`);
  await page.locator("button").click();
  const { at, callbackUrl } = await arrival;
  // A window comes back by itself, and notes its times where it was opened.
  const start = isWindow ? undefined : await page.evaluate(() => window.times);
  if (!isWindow) await page.goto(callbackUrl);
  await connected;
  const end = await page.evaluate(() => window.times);

  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await Promise.all(
    context
      .pages()
      .filter((each) => each.url().startsWith(origin))
      .map((each) => each.close()),
  );

  const { clicked, left } = start ?? end;
  const { mounted, posted, connected: connectedAt } = end;
  return {
    clickToRequest: at - known(clicked),
    clickToLeave: known(left) - known(clicked),
    mountToPost: known(posted) - known(mounted),
    mountToConnected: known(connectedAt) - known(mounted),
    commits: (start?.commits ?? 0) + end.commits,
    longTasks: (start?.longTasks ?? 0) + end.longTasks,
    parts: end.parts,
  };
}

function known(time: number | undefined): number {
  if (time === undefined) throw new Error("Something that was to be timed did not happen.");
  return time;
}
