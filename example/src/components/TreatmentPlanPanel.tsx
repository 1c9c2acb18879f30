import { FullscriptConnectButton } from "react-fullscript-connect";
import { useFullscript } from "../fullscript";
import type { Patient } from "../patients";
import { statusOf } from "../queryClient";
import { useSessionGrant } from "../sessionGrant";
import { FullscriptEmbed } from "./FullscriptEmbed";
import { Loading } from "./Loading";
import { Problem } from "./Problem";

interface TreatmentPlanPanelProps {
  patient: Patient;
  onClose: () => void;
}

/** Shows Fullscript's plan editor for a patient, with a session grant of its own. */
export function TreatmentPlanPanel({ patient, onClose }: TreatmentPlanPanelProps) {
  return (
    <section className="plan-panel" aria-labelledby="plan-panel">
      <h3 id="plan-panel">New plan for {patient.name}</h3>
      <PlanEditor patient={patient} />
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
    </section>
  );
}

function PlanEditor({ patient }: { patient: Patient }) {
  const fullscript = useFullscript();
  const { data: grant, error, refetch } = useSessionGrant();
  if (grant) return <FullscriptEmbed patient={patient} grant={grant} />;
  if (!error) return <Loading text="Opening Fullscript…" />;
  if (statusOf(error) !== 409) return <Problem text="Fullscript could not be opened." onRetry={() => void refetch()} />;
  return (
    <div className="problem" role="alert">
      <p>Fullscript has ended the connection to your account.</p>
      <FullscriptConnectButton
        {...fullscript}
        colorScheme="auto"
        intent="reconnect"
        returnTo={`/patients/${patient.id}`}
      />
    </div>
  );
}
