declare const process: { env: { NODE_ENV?: string } };

/** Tells the developer, in development alone. */
export function warn(message: string): void {
  try {
    // Spelt out, because bundlers replace exactly this.
    if (process.env.NODE_ENV === "production") return;
  } catch {
    return;
  }
  console.warn(`react-fullscript-connect: ${message}`);
}
