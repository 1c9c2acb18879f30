import type { BrowserContext, Page } from "playwright-core";
import { interleave } from "../rounds";
import type { Series } from "../Series";
import { startSite } from "../site";

/** How long one sample is at least, so that a clock of 5 µs tells. */
const SAMPLE_MS = 2;

/** The `state` of an authorization request, from an app state and back. */
export async function measureStates(
  context: BrowserContext,
  sizes: readonly number[],
  rounds: number,
): Promise<Series[]> {
  const site = await startSite();
  const page = await context.newPage();
  await page.goto(`${site.origin}/states/`);
  await page.waitForFunction(() => "codecs" in window);
  const series: Series[] = [];
  for (const bytes of sizes) {
    for (const direction of ["encode", "decode"] as const) {
      const time = (name: "fullscript" | "by-hand") => measure(page, name, bytes, direction);
      series.push({
        step: `State of ${bytes.toLocaleString("en")} bytes, ${direction}d`,
        unit: "µs",
        floor: "by-hand",
        samples: await interleave(["by-hand", "fullscript"], rounds, time),
        growth: { curve: `State ${direction}d`, size: bytes },
      });
    }
  }
  await page.close();
  site.close();
  return series;
}

/** Microseconds for one. */
async function measure(
  page: Page,
  name: "fullscript" | "by-hand",
  bytes: number,
  direction: "encode" | "decode",
): Promise<number> {
  return page.evaluate(
    ([codec, size, work, sampleMs]) => {
      const run = window.codecs[codec](size)[work];
      let count = 1;
      while (run(count) < sampleMs) count *= 2;
      // The best of five: what is slower was interrupted.
      return (Math.min(...Array.from({ length: 5 }, () => run(count))) / count) * 1_000;
    },
    [name, bytes, direction, SAMPLE_MS] as const,
  );
}
