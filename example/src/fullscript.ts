import type { FullscriptConfig } from "react-fullscript-connect";
import { useSession } from "./session";

const { VITE_FULLSCRIPT_CLIENT_ID, VITE_FULLSCRIPT_REDIRECT_URI, VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT } = import.meta
  .env;

/** Written once, and spread into every hook and component. */
const fullscript: FullscriptConfig = {
  clientId: VITE_FULLSCRIPT_CLIENT_ID,
  redirectUri: VITE_FULLSCRIPT_REDIRECT_URI,
  environment: { authorizationEndpoint: VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT },
  endpoint: "/api/fullscript/connection",
  idempotent: true,
};

/** What our endpoint tells of a connection. */
export type Connection =
  { connected: false } | { connected: true; resource_owner: { id: string; type: string } | null };

/** The configuration for whoever is signed in; `subject` is `null` until that is known. */
export function useFullscript(): FullscriptConfig {
  const { practitioner, isKnown } = useSession();
  return { ...fullscript, subject: isKnown ? practitioner?.id : null };
}
