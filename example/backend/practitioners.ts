/** Someone who works at the clinic and can sign in. */
export interface Practitioner {
  /** Opaque: this is what travels as `subject`. */
  id: string;
  name: string;
  role: string;
}

/** Each of them connects a Fullscript account of their own. The first one is signed in on a first visit. */
export const PRACTITIONERS: readonly [Practitioner, ...Practitioner[]] = [
  { id: "u_8f21", name: "Dr. Amara Osei", role: "Naturopathic doctor" },
  { id: "u_3c07", name: "Dr. Lena Novak", role: "Functional medicine" },
  { id: "u_b6d4", name: "Jonas Reyes", role: "Care coordinator" },
];
