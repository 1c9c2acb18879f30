/** A host's own texts, each or none, in place of the defaults. */
export type OwnMessages<Messages> = { readonly [Key in keyof Messages]?: string | undefined };

/** The texts to show; one that the host left undefined is the default's. */
export function mergeMessages<Messages extends object>(
  defaults: Messages,
  own: OwnMessages<Messages> | undefined,
): Messages {
  if (!own) return defaults;
  return { ...defaults, ...Object.fromEntries(Object.entries(own).filter(([, text]) => text !== undefined)) };
}
