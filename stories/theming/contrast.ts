/** Contrast of two opaque colours `#rgb` or `#rrggbb`, from 1 to 21; `undefined` for what is not one. @see WCAG 2.2, "contrast ratio" */
export function contrastOf(one: string, other: string): number | undefined {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return a === undefined || b === undefined ? undefined : (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `#rrggbb`, as a colour input wants it. */
export function toHex(colour: string): string | undefined {
  const [, short] = /^#([0-9a-f]{3})$/i.exec(colour) ?? [];
  const long = short ? `#${short.replace(/./g, "$&$&")}` : colour;
  return /^#[0-9a-f]{6}$/i.test(long) ? long.toLowerCase() : undefined;
}

function luminanceOf(colour: string): number | undefined {
  const hex = toHex(colour);
  if (!hex) return undefined;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
