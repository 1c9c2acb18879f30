import fc from "../properties";

/** Accents at which rounding, clipping and thresholds show. A page defines `--brand`. */
export const EXTREMES = [
  ...["white", "black", "yellow", "blue", "red", "lime", "cyan", "magenta", "gray", "#767676", "#777"],
  ...[
    "var(--brand)",
    "oklch(0.7 0.37 150)",
    "oklch(60% none 20)",
    "color(display-p3 0 1 0)",
    "color(display-p3 1 0 0)",
  ],
  ...["color(prophoto-rgb 0 1 0)", "hsl(54 100% 50%)", "lab(50 120 -120)", "color(srgb 0.46 0.46 0.46)"],
  // Where the text turns from white to black, and where hovering turns from lighter to darker.
  ...["color(xyz-d65 0.17 0.179 0.195)", "color(xyz-d65 0.17 0.1795 0.195)", "color(xyz-d65 0.68 0.72 0.78)"],
];

const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value.toFixed(4));
/** Any color that a host may choose. */
export const COLORS = fc.noBias(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, "0")}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(share, share, fc.integer({ min: 0, max: 359 }))
        .map(([lightness, chroma, hue]) => `oklch(${lightness} ${Number(chroma) * 0.4} ${hue})`),
    },
    { weight: 1, arbitrary: fc.tuple(share, share, share).map((rgb) => `color(display-p3 ${rgb.join(" ")})`) },
  ),
);
