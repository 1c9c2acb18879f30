import { FullscriptConnectionCard } from "react-fullscript-connect";
import { readFullscript } from "../config";

export default function IntegrationsPage() {
  return (
    <main>
      <h1>Integrations</h1>
      <FullscriptConnectionCard {...readFullscript()} theme="coal" />
    </main>
  );
}
