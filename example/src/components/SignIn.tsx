import { useSession, useSignIn } from "../session";
import { initials } from "./initials";
import { Page } from "./Page";

export function SignIn() {
  const { practitioners } = useSession();
  const { mutate: signIn, isPending } = useSignIn();
  return (
    <Page title="Sign in" intro="Who is at the desk? This is a demo, so nobody asks for a password.">
      <ul className="people">
        {practitioners.map((practitioner) => (
          <li key={practitioner.id}>
            <button type="button" className="person" disabled={isPending} aria-label={`Sign in as ${practitioner.name}`} onClick={() => signIn(practitioner)}>
              <span className="avatar" aria-hidden="true">
                {initials(practitioner.name)}
              </span>
              <span>
                <strong>{practitioner.name}</strong>
                <span className="muted">{practitioner.role}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Page>
  );
}
