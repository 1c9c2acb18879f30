/** The samples of one step, contender by contender, in the order of the rounds. */
export interface Series {
  /** What was done, for a heading. */
  step: string;
  unit: "ms" | "µs" | "MB" | "kB" | "";
  /** The contender that the others are compared with: a key of `samples`. */
  floor: string;
  /** At most so many times the floor. A step without an aim is only in the appendix. */
  aim?: number;
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
