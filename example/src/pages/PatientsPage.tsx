import { Link } from "react-router";
import { Avatar } from "../components/Avatar";
import { Loading } from "../components/Loading";
import { Page } from "../components/Page";
import { Problem } from "../components/Problem";
import { formatDate, usePatients } from "../patients";

export function PatientsPage() {
  const { data: patients, isError, refetch } = usePatients();
  return (
    <Page title="Patients" intro="Everyone with a visit this week.">
      {isError ? (
        <Problem text="The list of patients could not be loaded." onRetry={() => void refetch()} />
      ) : patients ? (
        <ul className="card rows">
          {patients.map(({ id, name, born, nextVisit, reason }) => (
            <li key={id} className="row row-link">
              <Avatar name={name} />
              <span className="row-main">
                <Link to={`/patients/${id}`}>{name}</Link>
                <span className="muted">Born {formatDate(born)}</span>
              </span>
              <span className="row-side">
                <span>{nextVisit}</span>
                <span className="muted">{reason}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Loading text="Loading patients…" />
      )}
    </Page>
  );
}
