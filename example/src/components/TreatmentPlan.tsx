import { useState } from "react";
import { FullscriptConnectButton, useFullscriptConnection } from "react-fullscript-connect";
import { useLocation } from "react-router";
import { readArrival, wantsTreatmentPlan } from "../arrival";
import { type Connection, useFullscript } from "../fullscript";
import type { Patient } from "../patients";
import { Loading } from "./Loading";
import { Problem } from "./Problem";
import { TreatmentPlanPanel } from "./TreatmentPlanPanel";

/** Always there on a patient's page: whoever is not connected yet is led through Fullscript first, and then goes on here. */
export function TreatmentPlan({ patient }: { patient: Patient }) {
  const fullscript = useFullscript();
  const { data: connection, isError, refetch } = useFullscriptConnection<Connection>(fullscript);
  const arrival = readArrival(useLocation().state, fullscript.subject);
  const [isOpen, setIsOpen] = useState(wantsTreatmentPlan(arrival, patient.id));

  return (
    <section className="card plan" aria-labelledby="plan">
      <h2 id="plan">Treatment plan</h2>
      {connection ? (
        <>
          <p>{connection.connected ? `${patient.name} has no Fullscript treatment plan yet.` : "Supplements, doses and refills in one plan. You connect your own Fullscript account once, and come back here."}</p>
          {connection.connected ? (
            <button type="button" className="button button-main" aria-expanded={isOpen} onClick={() => setIsOpen(true)}>
              Add a Fullscript treatment plan
            </button>
          ) : (
            <FullscriptConnectButton
              {...fullscript}
              colorScheme="auto"
              intent="treatment-plan"
              appState={{ patient: patient.id }}
              // Anything about a patient stays in this browser: a state ends up in other people's logs.
              appStateIn="storage"
              returnTo={`/patients/${patient.id}`}
              // In a frame this page stays, and goes on here itself.
              onClick={() => setIsOpen(true)}
            />
          )}
          {connection.connected && isOpen && <TreatmentPlanPanel patient={patient} onClose={() => setIsOpen(false)} />}
        </>
      ) : isError ? (
        <Problem text="We could not find out whether your Fullscript account is connected." onRetry={() => void refetch()} />
      ) : (
        <Loading text="Looking up your Fullscript account…" />
      )}
    </section>
  );
}
