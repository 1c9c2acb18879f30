import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { FullscriptConnectButton, FullscriptConnectionCard, type FullscriptTokens } from "react-fullscript-connect";

export const colorScheme = document.documentElement.dataset.scheme as "light" | "dark";

const fullscript = {
  clientId: "hosts-id",
  redirectUri: `${location.origin}/callback`,
  environment: "us-snd",
  endpoint: "/api/connection",
} as const;

/** Renders a page of a design system: the system's own components, and ours in its colors. */
export function showPage(theme: FullscriptTokens, renderPage: (fullscript: ReactNode) => ReactNode): void {
  const looks = { theme, colorScheme };
  createRoot(document.getElementById("root")!).render(
    renderPage(
      <div className="ours">
        {(["solid", "outline", "ghost"] as const).map((variant) => (
          <p key={variant}>
            <FullscriptConnectButton {...fullscript} {...looks} variant={variant} />
          </p>
        ))}
        <FullscriptConnectionCard {...fullscript} {...looks} />
      </div>,
    ),
  );
}
