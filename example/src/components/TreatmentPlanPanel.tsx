import type { Patient } from "../patients";

interface TreatmentPlanPanelProps {
  patient: Patient;
  onClose: () => void;
}

/** Where a real clinic shows Fullscript's own plan editor. */
export function TreatmentPlanPanel({ patient, onClose }: TreatmentPlanPanelProps) {
  return (
    <section className="plan-panel" aria-labelledby="plan-panel">
      <h3 id="plan-panel">New plan for {patient.name}</h3>
      <p>Fullscript would open here with patient {patient.id}.</p>
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
    </section>
  );
}
