type Color = readonly [red: number, green: number, blue: number];

/** Returns the contrast of two CSS colors as they are painted, from 1 to 21. @see WCAG 2.2, "contrast ratio" */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminanceOf(paint(one)), luminanceOf(paint(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Returns a CSS color as `#rrggbb`, which is what a color input needs. */
export const toHex = (color: string): string =>
  `#${paint(color)
    .map((value) => value.toString(16).padStart(2, "0"))
    .join("")}`;

function paint(color: string): Color {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (!context) throw new Error("There is no canvas.");
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function luminanceOf(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
