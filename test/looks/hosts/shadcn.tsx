import { showPage } from "./showFullscript";

// A page of Tailwind's classes on the variables of shadcn/ui.
showPage(
  {
    accent: "var(--primary)",
    surface: "var(--card)",
    text: "var(--card-foreground)",
    radius: "var(--radius)",
  },
  (fullscript) => (
    <div className="rounded-xl border bg-card p-6 text-card-foreground shadow-sm">
      <h1 className="text-lg font-semibold">Integrations</h1>
      <button type="button" className="host-button rounded-md bg-primary px-4 py-2 text-primary-foreground">
        Invite a colleague
      </button>
      {fullscript}
    </div>
  ),
);
