import type { FullscriptMessages } from "react-fullscript-connect";
import { Preview } from "./Preview";
import "./theming.css";

const BRANDS = {
  Violet: "#5b2a86",
  Blue: "#2563eb",
  Teal: "#0f766e",
  Orange: "#f97316",
  Rose: "#e11d48",
  Yellow: "#facc15",
  Ink: "#111827",
  Sky: "#bae6fd",
};

/** Shows eight brands, each made from one color. */
export function EightBrands({ messages }: { messages: FullscriptMessages }) {
  return (
    <main className="theming-brands">
      <h1 tabIndex={-1} ref={(title) => title?.focus()}>
        Eight brands, one color each
      </h1>
      {Object.entries(BRANDS).map(([name, accent]) => (
        <section key={name} aria-labelledby={name}>
          <h2 id={name}>
            {name} <code>{accent}</code>
          </h2>
          <div className="theming-previews">
            {(["light", "dark"] as const).map((colorScheme) => (
              <Preview
                key={colorScheme}
                {...{ colorScheme, messages }}
                theme={{ accent }}
                title={colorScheme}
                headingLevel={4}
              />
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}
