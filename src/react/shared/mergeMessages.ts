/** The host's texts, all optional, in place of the defaults. */
export type OwnMessages<Messages> = { readonly [Key in keyof Messages]?: string | undefined };

/** Returns the texts to show. A text that is undefined in `own` is the default's. */
export function mergeMessages<Messages extends object>(
  defaults: Messages,
  own: OwnMessages<Messages> | undefined,
): Messages {
  if (!own) return defaults;
  return { ...defaults, ...Object.fromEntries(Object.entries(own).filter(([, text]) => text !== undefined)) };
}
