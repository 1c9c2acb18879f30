import { FullscriptConnectionCard } from "react-fullscript-connect";
import { fullscript } from "../../lib/fullscript";

export default function IntegrationsPage() {
  return (
    <main>
      <h1>Integrations</h1>
      <FullscriptConnectionCard {...fullscript} theme={{ accent: "#5b2a86" }} />
    </main>
  );
}
