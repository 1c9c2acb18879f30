import { useParams } from "react-router";
import { Loading } from "../components/Loading";
import { Page } from "../components/Page";
import { PatientChart } from "../components/PatientChart";
import { Problem } from "../components/Problem";
import { TreatmentPlan } from "../components/TreatmentPlan";
import { formatDate, usePatient } from "../patients";
import { statusOf } from "../queryClient";
import { NotFoundPage } from "./NotFoundPage";

export function PatientPage() {
  const { id = "" } = useParams();
  const { data: patient, error, refetch } = usePatient(id);
  if (statusOf(error) === 404) return <NotFoundPage />;
  if (error) return <Problem text="This patient could not be loaded." onRetry={() => void refetch()} />;
  if (!patient) return <Loading text="Loading the patient…" />;

  return (
    <Page title={patient.name} intro={`Born ${formatDate(patient.born)} · Patient ${patient.id}`}>
      <div className="columns">
        <PatientChart patient={patient} />
        <TreatmentPlan key={patient.id} patient={patient} />
      </div>
    </Page>
  );
}
