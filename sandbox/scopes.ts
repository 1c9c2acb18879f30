/**
 * What the app may do. At Fullscript the scopes come from the app's dashboard and any in the request are ignored, so here
 * they are fixed. The names are examples, the sentences are what the consent page says.
 */
export const SCOPES: readonly { name: string; sentence: string }[] = [
  { name: "practitioner:read", sentence: "Read your practitioner profile and clinic" },
  { name: "patients:read", sentence: "See your patients" },
  { name: "patients:write", sentence: "Add patients and update their details" },
  { name: "treatment_plans:write", sentence: "Create and share treatment plans" },
];
