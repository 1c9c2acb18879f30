import { brotliCompressSync } from "node:zlib";
import { bundle } from "../bundle";
import { CODES, CONTENDERS } from "../contenders/all";
import type { Series } from "../Series";

/** What the host has anyway. Ours alone needs react-query. */
const PEERS = ["react", "react-dom", "@tanstack/react-query"];

/** What a button and a callback bring beside these, minified and by Brotli; with what is loaded only where it is needed. */
export async function measureDownloads(): Promise<Series[]> {
  const sizeOf = async (module: string) =>
    brotliCompressSync(await bundle(`export * from "./${module}"`, { external: PEERS })).length / 1_000;
  const sizes = await Promise.all(
    CODES.map(async (name): Promise<[string, number[]]> => [name, [await sizeOf(CONTENDERS[name].module)]]),
  );
  return [
    {
      step: "JavaScript of a button and a callback",
      unit: "kB",
      floor: "by-hand",
      samples: Object.fromEntries(sizes),
    },
  ];
}
