import { useState } from "react";
import { FullscriptConnectButton, useFullscriptConnection } from "react-fullscript-connect";
import { type Connection, useFullscript } from "../fullscript";
import type { Patient } from "../patients";
import { TreatmentPlanPanel } from "./TreatmentPlanPanel";

/** Always there on a patient's page: whoever is not connected yet is led through Fullscript first, and then goes on here. */
export function TreatmentPlan({ patient }: { patient: Patient }) {
  const fullscript = useFullscript();
  const { data: connection } = useFullscriptConnection<Connection>(fullscript);
  const [isOpen, setIsOpen] = useState(false);

  return (
    <section className="card plan" aria-labelledby="plan">
      <h2 id="plan">Treatment plan</h2>
      <p>
        {connection?.connected
          ? `${patient.name} has no Fullscript treatment plan yet.`
          : "Supplements, doses and refills in one plan. You connect your own Fullscript account once, and come back here."}
      </p>
      <FullscriptConnectButton
        {...fullscript}
        colorScheme="auto"
        intent="treatment-plan"
        appState={{ patient: patient.id }}
        // Anything about a patient stays in this browser: a state ends up in other people's logs.
        appStateIn="storage"
        returnTo={`/patients/${patient.id}`}
        onReady={() => setIsOpen(true)}
        aria-expanded={isOpen}
      />
      {isOpen && <TreatmentPlanPanel patient={patient} onClose={() => setIsOpen(false)} />}
    </section>
  );
}
