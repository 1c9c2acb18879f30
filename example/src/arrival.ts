/** What the callback hands to the page that it leads back to, in the router's state of that history entry. */
export interface Arrival {
  /** Who has just connected. */
  subject: string;
}

/** The arrival of this user. A history entry outlives who made it and the code that wrote it, so nothing is taken for granted. */
export function readArrival(state: unknown, subject: string | null | undefined): Arrival | undefined {
  if (typeof state !== "object" || state === null || !("subject" in state) || typeof state.subject !== "string")
    return undefined;
  return state.subject === subject ? { subject } : undefined;
}
