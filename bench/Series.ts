/** The samples of one step, contender by contender, in the order of the rounds. */
export interface Series {
  /** What was done, for a heading. */
  step: string;
  unit: "ms" | "µs" | "MB" | "kB" | "/s" | "";
  /** Who the others are compared with; a key of `samples`. */
  floor: string;
  /** What the aim of 1.2 times the floor holds for; the rest is there to be read beside it. */
  isAim: boolean;
  samples: Record<string, number[]>;
  /** A point of a curve: which curve, and at what size. */
  growth?: { curve: string; size: number };
}

/** Picks one number of each sample. */
export function pick<Sample>(
  samples: Record<string, Sample[]>,
  read: (sample: Sample) => number,
): Record<string, number[]> {
  return Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, list.map(read)]));
}
