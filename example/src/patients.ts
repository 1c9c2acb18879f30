import { useQuery } from "@tanstack/react-query";
import type { Patient } from "../backend/patients";
import { callApi } from "./api";

export type { Patient };

export function usePatients() {
  return useQuery({ queryKey: ["patients"], queryFn: () => callApi<Patient[]>("/patients") });
}

export function usePatient(id: string) {
  return useQuery({
    queryKey: ["patients", id],
    queryFn: () => callApi<Patient>(`/patients/${encodeURIComponent(id)}`),
  });
}

export function formatDate(date: string): string {
  return new Date(`${date}T12:00:00`).toLocaleDateString("en", { year: "numeric", month: "long", day: "numeric" });
}
