import { useSession, useSignIn } from "../session";
import { Avatar } from "./Avatar";
import { Page } from "./Page";

export function SignIn() {
  const { practitioners } = useSession();
  const { mutate: signIn, isPending } = useSignIn();
  return (
    <Page title="Sign in" intro="Who is at the desk? This is a demo, so nobody asks for a password.">
      <ul className="people">
        {practitioners.map((practitioner) => (
          <li key={practitioner.id}>
            <button type="button" className="person" disabled={isPending} onClick={() => signIn(practitioner)}>
              <Avatar name={practitioner.name} />
              <span>
                <span className="visually-hidden">Sign in as </span>
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
