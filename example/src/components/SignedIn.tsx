import { Outlet } from "react-router";
import { useSession } from "../session";
import { Loading } from "./Loading";
import { Problem } from "./Problem";
import { SignIn } from "./SignIn";

/** Pages for those who are signed in; for others, the way in. */
export function SignedIn() {
  const { practitioner, isKnown, isError, refetch } = useSession();
  if (practitioner) return <Outlet key={practitioner.id} />;
  if (isKnown) return <SignIn />;
  if (isError) return <Problem text="The clinic does not answer." onRetry={() => void refetch()} />;
  return <Loading text="Opening the clinic…" />;
}
