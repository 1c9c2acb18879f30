import type { BrowserContext } from "playwright-core";
import { CONNECTING } from "../contenders/all";
import type { Parts } from "../pages/parts";
import { interleave } from "../rounds";
import { pick, type Series } from "../Series";
import { startSite } from "../site";
import { visit, type Visit } from "../visit";

/** From the click until the user is connected. */
export async function measureVisits(
  context: BrowserContext,
  rounds: number,
  profiledRounds: number,
): Promise<Series[]> {
  const production = await visitAll(context, rounds, false);
  const profiled = await visitAll(context, profiledRounds, true);
  const series = (
    samples: Record<string, Visit[]>,
    step: string,
    unit: Series["unit"],
    isAim: boolean,
    read: (visit: Visit) => number,
  ): Series => ({ step, unit, floor: "by-hand", isAim, samples: pick(samples, read) });
  return [
    series(
      production,
      "Click to the authorization request's arrival",
      "ms",
      true,
      ({ clickToRequest }) => clickToRequest,
    ),
    series(
      production,
      "Of it, the script's part: click to `location.assign` or `window.open`",
      "ms",
      false,
      ({ clickToLeave }) => clickToLeave,
    ),
    series(production, "Callback mount to POST", "ms", true, ({ mountToPost }) => mountToPost),
    series(production, "Callback mount to connected", "ms", false, ({ mountToConnected }) => mountToConnected),
    series(profiled, "React commits until connected", "", true, ({ commits }) => commits),
    shares(profiled.fullscript ?? []),
    series(profiled, "Long tasks until connected", "", true, ({ longTasks }) => longTasks),
  ];
}

/** What of our way from mount to POST keeps the promise of one exchange; the rest is React and our own script. */
function shares(visits: readonly Visit[]): Series {
  const of = (part: keyof Parts) => visits.map(({ parts }) => parts?.[part] ?? NaN);
  const samples = {
    "mount to POST": visits.map(({ mountToPost }) => mountToPost),
    "fingerprint of the code (SHA-256)": of("digest"),
    "Web Lock": of("lock"),
    "opening IndexedDB": of("open"),
    "reading and writing the marks": of("marks"),
  };
  return {
    step: "What our callback waits for before the POST (profiling build)",
    unit: "ms",
    floor: "mount to POST",
    isAim: false,
    samples,
  };
}

async function visitAll(
  context: BrowserContext,
  rounds: number,
  isProfiling: boolean,
): Promise<Record<string, Visit[]>> {
  const site = await startSite({ isProfiling });
  try {
    return await interleave(CONNECTING, rounds, (name) => visit(context, site, name));
  } finally {
    site.close();
  }
}
