import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../bundle";
import { CODES, CONTENDERS, type ContenderName } from "../contenders/all";
import { interleave } from "../rounds";
import type { Series } from "../Series";

interface Rendered {
  renderButton: () => string;
  renderCallback: () => string;
}

const SAMPLE_US = 20_000;

/** `renderToString` on Node, each contender with a copy of React of its own. */
export async function measureRendering(rounds: number): Promise<Series[]> {
  // Inside the project, from where packages are found.
  const data = join(import.meta.dirname, "../.data");
  await mkdir(data, { recursive: true });
  const folder = await mkdtemp(join(data, "rendering-"));
  try {
    const modules = Object.fromEntries(
      await Promise.all(CODES.map(async (name) => [name, await load(folder, name)] as const)),
    ) as Record<ContenderName, Rendered>;
    const measure = (work: keyof Rendered) => interleave(CODES, rounds, (name) => microseconds(modules[name][work]));
    return [
      {
        step: "Server rendering of the button",
        unit: "µs",
        floor: "by-hand",
        samples: await measure("renderButton"),
      },
      {
        step: "Server rendering of the callback",
        unit: "µs",
        floor: "by-hand",
        samples: await measure("renderCallback"),
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function load(folder: string, name: ContenderName): Promise<Rendered> {
  const code = `import { renderToString } from "react-dom/server";
import { Around, Button, Callback } from "./${CONTENDERS[name].module}";
export const renderButton = () => renderToString(<Around><Button /></Around>);
export const renderCallback = () => renderToString(<Around><Callback /></Around>);`;
  const file = join(folder, `${name}.cjs`);
  await writeFile(file, await bundle(code, { platform: "node", format: "cjs" }));
  return (await import(pathToFileURL(file).href)) as Rendered;
}

/** Returns how long a rendering takes by the processor's time, which doesn't include other processes. */
function microseconds(render: () => string): number {
  const begun = process.cpuUsage();
  for (let count = 1; ; count++) {
    if (!render()) throw new Error("Nothing was rendered.");
    const { user, system } = process.cpuUsage(begun);
    if (user + system >= SAMPLE_US) return (user + system) / count;
  }
}
