/** Where Chromium is; installed first where it is missing. */
export function ensureChromium(): string;
