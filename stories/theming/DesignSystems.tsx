import type { CSSProperties } from "react";
import type { FullscriptMessages } from "react-fullscript-connect";
import { DESIGN_SYSTEMS } from "./designSystems";
import { Preview } from "./Preview";
import { toThemeProp } from "./themeCode";
import "./theming.css";

/** Shows the components with the custom properties of four design systems. */
export function DesignSystems({ messages }: { messages: FullscriptMessages }) {
  return (
    <main className="theming-brands">
      <h1 tabIndex={-1} ref={(title) => title?.focus()}>
        Your design system’s custom properties
      </h1>
      <p>These pages set each system’s published properties to its default values. They don’t load its packages.</p>
      {Object.entries(DESIGN_SYSTEMS).map(([name, { theme, ...schemes }]) => (
        <section key={name} aria-labelledby={name}>
          <h2 id={name}>{name}</h2>
          <pre tabIndex={0}>{toThemeProp(theme)}</pre>
          <div className="theming-previews">
            {(["light", "dark"] as const).map((colorScheme) => (
              <div key={colorScheme} className="theming-host" style={schemes[colorScheme] as CSSProperties}>
                <Preview {...{ theme, colorScheme, messages }} title={colorScheme} headingLevel={4} />
              </div>
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}
