import { Link } from "react-router";
import { Page } from "../components/Page";

export function NotFoundPage() {
  return (
    <Page
      title="Page not found"
      intro="There is nothing at this address. It may have moved, or the link may be incomplete."
    >
      <p>
        <Link className="button" to="/patients">
          Go to patients
        </Link>
      </p>
    </Page>
  );
}
