/** The host's texts, all optional, in place of the defaults. */
export type OwnMessages<Messages> = { readonly [Key in keyof Messages]?: string | undefined };

/** Returns the host's own values, and the defaults for what is missing or undefined. */
export function withDefaults<Defaults extends object>(
  defaults: Defaults,
  own: { readonly [Key in keyof Defaults]?: Defaults[Key] | undefined } | undefined,
): Defaults {
  if (!own) return defaults;
  return { ...defaults, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) };
}
