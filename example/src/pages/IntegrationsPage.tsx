import { FullscriptCard } from "../components/FullscriptCard";
import { Page } from "../components/Page";

const OTHERS = [
  { name: "Lab results", text: "Reports arrive in the patient’s chart." },
  { name: "Appointment reminders", text: "Text messages and e-mails before a visit." },
];

export function IntegrationsPage() {
  return (
    <Page
      title="Integrations"
      intro="Services that work with Quillwood. Some belong to the whole clinic, some to you alone."
    >
      <div className="stack">
        <FullscriptCard />
        <section aria-labelledby="for-the-clinic">
          <h2 id="for-the-clinic" className="section-title">
            For the whole clinic
          </h2>
          <ul className="card rows">
            {OTHERS.map(({ name, text }) => (
              <li key={name} className="row">
                <span className="row-main">
                  <strong>{name}</strong>
                  <span className="muted">{text}</span>
                </span>
                <span className="row-side muted">Set up by your administrator</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  );
}
