import { useState } from "react";
import { FullscriptCallback } from "react-fullscript-connect";
import { fullscript, variant } from "./config";

/** The page of the redirect URI, with a switch that takes the callback away and puts it back. */
export function CallbackPage() {
  const [isShown, setIsShown] = useState(true);
  const navigate = variant.keepsCallbackInHistory ? (to: string) => location.assign(to) : undefined;

  return (
    <main data-page="callback">
      <button type="button" onClick={() => setIsShown(!isShown)}>
        Toggle
      </button>
      {isShown &&
        Array.from({ length: variant.callbacks }, (_, index) => (
          <FullscriptCallback
            key={index}
            {...fullscript}
            fallbackTo="/landing"
            autoLeave={variant.autoLeave}
            navigate={navigate}
          />
        ))}
    </main>
  );
}
