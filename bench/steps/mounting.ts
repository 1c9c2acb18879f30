import type { BrowserContext } from "playwright-core";
import { CODES, type ContenderName } from "../contenders/all";
import { interleave } from "../rounds";
import { pick, type Series } from "../Series";
import { type Site, startSite } from "../site";

interface Mounted {
  ms: number;
  listeners: number;
  megabytes: number;
}

/** Buttons on one page, each time on a fresh one. */
export async function measureMounting(
  context: BrowserContext,
  sizes: readonly { count: number; rounds: number }[],
): Promise<Series[]> {
  const site = await startSite();
  const names = CODES;
  const series: Series[] = [];
  try {
    for (const { count, rounds } of sizes) {
      const samples = await interleave(names, rounds, (name) => mount(context, site, name, count));
      const buttons = `${count.toLocaleString("en")} button${count === 1 ? "" : "s"}`;
      series.push(
        {
          step: `Mounting ${buttons}`,
          unit: "ms",
          floor: "by-hand",
          ...(count === 1 && { aim: 1.2 }),
          samples: pick(samples, ({ ms }) => ms),
          growth: { curve: "Mounting buttons", size: count },
        },
        {
          step: `Memory of ${buttons}, after a collection`,
          unit: "MB",
          floor: "by-hand",
          ...(count === 1 && { aim: 1.2 }),
          samples: pick(samples, ({ megabytes }) => megabytes),
          growth: { curve: "Memory of buttons", size: count },
        },
        {
          step: `Event listeners added by ${buttons}`,
          unit: "",
          floor: "by-hand",
          ...(count === 1 && { aim: 1 }),
          samples: pick(samples, ({ listeners }) => listeners),
        },
      );
    }
  } finally {
    site.close();
  }
  return series;
}

async function mount(context: BrowserContext, { origin }: Site, name: ContenderName, count: number): Promise<Mounted> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  const read = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    return (metric: string) => metrics.find(({ name: each }) => each === metric)?.value ?? NaN;
  };
  await page.goto(`${origin}/${name}/many`);
  await page.waitForFunction(() => "mountButtons" in window);
  const before = await read();
  const ms = await page.evaluate((buttons) => window.mountButtons(buttons), count);
  const after = await read();
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await page.close();
  return {
    ms,
    listeners: after("JSEventListeners") - before("JSEventListeners"),
    megabytes: (after("JSHeapUsedSize") - before("JSHeapUsedSize")) / 1_000_000,
  };
}
