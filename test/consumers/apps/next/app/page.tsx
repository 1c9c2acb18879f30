import { FullscriptConnectionCard } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { fullscript } from "../lib/fullscript";

export default function Page() {
  return (
    <main>
      <h1>Integrations</h1>
      <FullscriptConnectionCard {...fullscript} />
    </main>
  );
}
