import { brotliCompressSync } from "node:zlib";
import { bundle } from "../bundle";
import { CONTENDERS, NAMES } from "../contenders/all";
import type { Series } from "../Series";

const PEERS = ["react", "react-dom", "@tanstack/react-query"];

/** What a button and a callback bring beside React, minified and by Brotli; with what is loaded only where it is needed. */
export async function measureDownloads(): Promise<Series[]> {
  // The same code as in the place of this page.
  const names = NAMES.filter((name) => name !== "fullscript-window");
  const sizeOf = async (module: string) => brotliCompressSync(await bundle(`export * from "./${module}"`, { external: PEERS })).length / 1_000;
  const sizes = await Promise.all(names.map(async (name): Promise<[string, number[]]> => [name, [await sizeOf(CONTENDERS[name].module)]]));
  const samples = Object.fromEntries(sizes);
  return [{ step: "JavaScript of a button and a callback", unit: "kB", floor: "by-hand", isAim: false, samples }];
}
