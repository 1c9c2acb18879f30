import { FullscriptConnectionCard } from "react-fullscript-connect";
import { useFullscript } from "../fullscript";

/** Fullscript among the integrations: everyone connects an account of their own. */
export function FullscriptCard() {
  return (
    <FullscriptConnectionCard
      {...useFullscript()}
      colorScheme="auto"
      classNames={{ root: "integration" }}
      onDisconnect={(event) => {
        if (
          !confirm(
            "Disconnect Fullscript? Quillwood can no longer open treatment plans for you. Plans that your patients already have stay with Fullscript.",
          )
        )
          event.preventDefault();
      }}
    />
  );
}
