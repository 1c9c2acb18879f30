import { formatDate, type Patient } from "../patients";

/** What the clinic knows: the visit, measurements, notes. */
export function PatientChart({ patient }: { patient: Patient }) {
  const { nextVisit, reason, allergies, vitals, notes } = patient;
  return (
    <div className="stack">
      <dl className="card facts">
        <Fact name="Next visit" value={nextVisit} />
        <Fact name="Reason" value={reason} />
        <Fact name="Allergies" value={allergies} />
      </dl>

      <section className="card" aria-labelledby="vitals">
        <h2 id="vitals">Latest measurements</h2>
        {vitals.length === 0 && <p className="muted">Nothing was measured yet.</p>}
        <dl className="vitals">
          {vitals.map(({ name, value, unit, note }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span className="vital">
                  {value} <span className="unit">{unit}</span>
                </span>
                <span className={note === "In range" ? "muted" : "flag"}>{note}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>

      <section className="card" aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        {notes.length === 0 && <p className="muted">No notes yet.</p>}
        {notes.map(({ date, author, text }) => (
          <article key={date} className="note">
            <p className="muted">
              <time dateTime={date}>{formatDate(date)}</time> · {author}
            </p>
            <p>{text}</p>
          </article>
        ))}
      </section>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
