import { useQuery } from "@tanstack/react-query";
import { callApi } from "./api";

export interface Patient {
  id: string;
  name: string;
  born: string;
  nextVisit: string;
  reason: string;
  allergies: string;
  vitals: { name: string; value: string; unit: string; note: string }[];
  notes: { date: string; author: string; text: string }[];
}

export function usePatients() {
  return useQuery({ queryKey: ["patients"], queryFn: () => callApi<Patient[]>("/patients") });
}

export function usePatient(id: string) {
  return useQuery({ queryKey: ["patients", id], queryFn: () => callApi<Patient>(`/patients/${encodeURIComponent(id)}`) });
}

export function formatDate(date: string): string {
  return new Date(`${date}T12:00:00`).toLocaleDateString("en", { year: "numeric", month: "long", day: "numeric" });
}
