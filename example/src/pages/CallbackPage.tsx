import { useRef } from "react";
import { FullscriptCallback } from "react-fullscript-connect";
import { useNavigate } from "react-router";
import type { Arrival } from "../arrival";
import { useFullscript } from "../fullscript";

/** The page of the redirect URI. */
export function CallbackPage() {
  const fullscript = useFullscript();
  const navigate = useNavigate();
  const arrival = useRef<Arrival>(undefined);

  const leave = (to: string) => {
    // In the callback's place: Back leads to where the user was before, and not to an answer that has been used.
    void navigate(to, { replace: true, state: arrival.current });
  };

  return (
    <>
      <title>Connecting Fullscript · Quillwood Clinic</title>
      <div className="callback">
        <FullscriptCallback
          {...fullscript}
          colorScheme="auto"
          headingLevel={1}
          fallbackTo="/integrations"
          navigate={leave}
          onConnected={() => {
            if (fullscript.subject) arrival.current = { subject: fullscript.subject };
          }}
        />
      </div>
    </>
  );
}
