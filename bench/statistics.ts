/** What is in the middle, and where nine of ten are above and below. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: quantile(values, 0.1), high: quantile(values, 0.9) };
}

/** How many times the floor, by pairs of the same round: the median, and its 95 % interval by bootstrap. */
export function ratioOf(values: readonly number[], floor: readonly number[]): Spread {
  const ratios = values.map((value, index) => value / (floor[index] ?? NaN));
  const medians = Array.from({ length: 1_000 }, () =>
    quantile(
      ratios.map(() => ratios[Math.floor(Math.random() * ratios.length)] ?? NaN),
      0.5,
    ),
  );
  return { median: quantile(ratios, 0.5), low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below = NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}
