import type { Patient } from "../patients";
import type { SessionGrant } from "../sessionGrant";

interface FullscriptEmbedProps {
  patient: Patient;
  grant: SessionGrant;
}

/**
 * A placeholder for Fullscript Embed, which is Fullscript's own script and does not run on the local sandbox. A real clinic mounts
 * `@fullscript/fullscript-js` here with `grant.secret_token`.
 */
export function FullscriptEmbed({ patient, grant }: FullscriptEmbedProps) {
  return (
    <div className="embed">
      <p>
        Fullscript Embed opens here for patient {patient.id}. This is a placeholder: the embed is Fullscript&rsquo;s own
        script.
      </p>
      <p className="muted">
        Session grant received. It works once, until{" "}
        <time dateTime={grant.expires_at}>{new Date(grant.expires_at).toLocaleTimeString("en")}</time>.
      </p>
    </div>
  );
}
