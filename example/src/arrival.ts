import type { JsonValue } from "react-fullscript-connect";

/** What the callback hands to the page that it leads back to, in the router's state of that history entry. */
export interface Arrival {
  /** Who has just connected. */
  subject: string;
  /** The app state that they left with. */
  appState?: JsonValue | undefined;
}

/** The arrival of this user. A history entry outlives who made it and the code that wrote it, so nothing is taken for granted. */
export function readArrival(state: unknown, subject: string | null | undefined): Arrival | undefined {
  if (typeof state !== "object" || state === null || !("subject" in state) || typeof state.subject !== "string") return undefined;
  if (state.subject !== subject) return undefined;
  return { subject, appState: "appState" in state ? (state.appState as JsonValue) : undefined };
}

/** Whether the user was about to write a treatment plan for this patient. */
export function wantsTreatmentPlan(arrival: Arrival | undefined, patientId: string): boolean {
  const appState = arrival?.appState;
  return typeof appState === "object" && appState !== null && "patient" in appState && appState.patient === patientId;
}
