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
    read: (visit: Visit) => number,
    aim?: number,
  ): Series => ({
    step,
    unit,
    floor: "by-hand",
    ...(aim !== undefined && { aim }),
    samples: pick(samples, read),
  });
  const { fullscript: _, "fullscript-idempotent": idempotent = [], ...others } = production;
  const mountToPost = ({ mountToPost: ms }: Visit) => ms;
  return [
    series(production, "Click to the authorization request's arrival", "ms", (visit) => visit.clickToRequest, 1.1),
    series(
      production,
      "The script's part of it: click to `location.assign` or `window.open`",
      "ms",
      (visit) => visit.clickToLeave,
    ),
    series(
      { ...others, fullscript: idempotent },
      "Callback mount to POST, idempotent endpoint",
      "ms",
      mountToPost,
      1.6,
    ),
    series(production, "Callback mount to POST, any endpoint", "ms", mountToPost, 3.5),
    series(production, "Callback mount to connected", "ms", (visit) => visit.mountToConnected),
    // One commit more than the four by hand.
    series(profiled, "React commits until connected", "", ({ commits }) => commits, 1.25),
    shares(profiled.fullscript ?? []),
    series(profiled, "Long tasks until connected", "", ({ longTasks }) => longTasks, 1),
  ];
}

/** The parts of our way from mount to POST that keep the promise of one exchange. The rest is React and our own script. */
function shares(visits: readonly Visit[]): Series {
  const of = (part: keyof Parts) => visits.map(({ parts }) => parts?.[part] ?? NaN);
  const samples = {
    "mount to POST": visits.map(({ mountToPost }) => mountToPost),
    "fingerprint of the code (SHA-256)": of("digest"),
    "Web Lock": of("lock"),
    "opening IndexedDB": of("open"),
    "reading and writing the records": of("marks"),
  };
  return {
    step: "What our callback waits for before the POST (profiling build)",
    unit: "ms",
    floor: "mount to POST",
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
