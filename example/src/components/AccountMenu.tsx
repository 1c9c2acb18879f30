import { useSession, useSignIn } from "../session";
import { Avatar } from "./Avatar";

const MENU = "account-menu";

/** Who is signed in; signing in as someone else; signing out. */
export function AccountMenu() {
  const { practitioner, practitioners, isKnown } = useSession();
  const { mutate: signIn } = useSignIn();
  const close = () => document.getElementById(MENU)?.hidePopover();
  if (!isKnown) return <div className="account-space" />;

  return (
    <div className="account">
      <button type="button" className="account-button" popoverTarget={MENU}>
        <Avatar name={practitioner?.name ?? "?"} />
        {practitioner && <span className="visually-hidden">Account: </span>}
        <span className="account-name">{practitioner?.name ?? "Sign in"}</span>
      </button>
      <div id={MENU} popover="auto" className="account-menu" role="group" aria-label="Account">
        {practitioner && (
          <p className="account-who">
            Signed in as <strong>{practitioner.name}</strong>
            <span>{practitioner.role}</span>
          </p>
        )}
        {practitioners
          .filter(({ id }) => id !== practitioner?.id)
          .map((other) => (
            <button
              key={other.id}
              type="button"
              className="menu-item"
              onClick={() => {
                close();
                signIn(other);
              }}
            >
              Sign in as {other.name}
            </button>
          ))}
        {practitioner && (
          <button
            type="button"
            className="menu-item menu-item-last"
            onClick={() => {
              close();
              signIn(undefined);
            }}
          >
            Sign out
          </button>
        )}
      </div>
    </div>
  );
}
