export interface Patient {
  id: string;
  name: string;
  born: string;
  nextVisit: string;
  reason: string;
  allergies: string;
  vitals: readonly { name: string; value: string; unit: string; note: string }[];
  notes: readonly { date: string; author: string; text: string }[];
}

/** Invented people; a real clinic has a database here. */
export const PATIENTS: readonly Patient[] = [
  {
    id: "42",
    name: "Nora Whitfield",
    born: "1979-03-14",
    nextVisit: "Today, 2:30 pm",
    reason: "Fatigue, follow-up",
    allergies: "Penicillin",
    vitals: [
      { name: "Blood pressure", value: "118/76", unit: "mmHg", note: "In range" },
      { name: "Resting pulse", value: "64", unit: "bpm", note: "In range" },
      { name: "Ferritin", value: "18", unit: "ng/mL", note: "Below range" },
      { name: "Vitamin D", value: "41", unit: "nmol/L", note: "Below range" },
    ],
    notes: [
      {
        date: "2026-10-28",
        author: "Dr. Amara Osei",
        text: "Sleeps better since cutting afternoon coffee. Still tired by noon. Labs ordered: ferritin, vitamin D, thyroid panel.",
      },
      {
        date: "2026-09-16",
        author: "Dr. Amara Osei",
        text: "First visit. Six months of fatigue, no weight change. Mostly plant-based diet.",
      },
    ],
  },
  {
    id: "43",
    name: "Mateo Lindqvist",
    born: "1991-11-02",
    nextVisit: "Today, 3:15 pm",
    reason: "Sports recovery",
    allergies: "None known",
    vitals: [
      { name: "Blood pressure", value: "124/80", unit: "mmHg", note: "In range" },
      { name: "Resting pulse", value: "52", unit: "bpm", note: "In range" },
      { name: "Magnesium", value: "0.78", unit: "mmol/L", note: "In range" },
    ],
    notes: [
      {
        date: "2026-10-20",
        author: "Dr. Lena Novak",
        text: "Back to running 20 km a week. Night cramps twice a week.",
      },
    ],
  },
  {
    id: "44",
    name: "Priya Raman",
    born: "1968-07-29",
    nextVisit: "Tomorrow, 9:00 am",
    reason: "Bone density review",
    allergies: "Shellfish",
    vitals: [
      { name: "Blood pressure", value: "131/84", unit: "mmHg", note: "Above range" },
      { name: "Calcium", value: "2.3", unit: "mmol/L", note: "In range" },
      { name: "Vitamin D", value: "58", unit: "nmol/L", note: "In range" },
    ],
    notes: [
      {
        date: "2026-08-11",
        author: "Dr. Amara Osei",
        text: "Density stable since last year. Keeps up resistance training.",
      },
    ],
  },
  {
    id: "45",
    name: "Theo Blackwood",
    born: "2001-01-19",
    nextVisit: "Friday, 11:45 am",
    reason: "New patient",
    allergies: "Not asked yet",
    vitals: [],
    notes: [],
  },
];
