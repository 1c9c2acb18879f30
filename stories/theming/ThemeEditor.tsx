import { useEffect, useRef, useState } from "react";
import type { FullscriptMessages, FullscriptTokens } from "react-fullscript-connect";
import { Contrasts } from "./Contrasts";
import { CopyButton } from "./CopyButton";
import { Preview } from "./Preview";
import { toCss, toThemeProp } from "./themeCode";
import { TokenFields } from "./TokenFields";
import { readPalette } from "./tokens";
import "./theming.css";

const START: FullscriptTokens = { accent: "#5b2a86" };

/** Starts from one color, shows both color schemes with their contrast, and copies the result. */
export function ThemeEditor({ messages }: { messages: FullscriptMessages }) {
  const [tokens, setTokens] = useState(START);
  const title = useRef<HTMLHeadingElement>(null);
  // The callback leaves the focus where the page has put it.
  useEffect(() => title.current?.focus(), []);

  // An empty field follows from the accent again.
  const theme = Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== "")) as FullscriptTokens;
  const palettes = { light: readPalette(theme, "light"), dark: readPalette(theme, "dark") };

  return (
    <main className="theming">
      <header>
        <h1 ref={title} tabIndex={-1}>
          Theming
        </h1>
        <p>
          Choose your brand’s color. The stylesheet derives the rest from it, in light and dark. Copy the result as a
          prop, or as a custom property that any class of yours can set.
        </p>
      </header>

      <section aria-labelledby="theming-tokens">
        <h2 id="theming-tokens">Tokens</h2>
        <TokenFields
          tokens={tokens}
          palette={palettes.light}
          onChange={(name, value) => setTokens({ ...tokens, [name]: value })}
        />
        <button type="button" onClick={() => setTokens(START)}>
          Start over
        </button>
      </section>

      <div className="theming-previews">
        {(["light", "dark"] as const).map((colorScheme) => (
          <Preview key={colorScheme} {...{ theme, colorScheme, messages }} title={colorScheme} headingLevel={3} />
        ))}
      </div>

      <section className="theming-result" aria-labelledby="theming-result">
        <h2 id="theming-result">Result</h2>
        <Contrasts palettes={palettes} />
        <h3>For the components</h3>
        <pre tabIndex={0}>{toThemeProp(theme)}</pre>
        <CopyButton text={toThemeProp(theme)}>Copy the theme prop</CopyButton>
        <h3>For your stylesheet</h3>
        <pre tabIndex={0}>{toCss(theme)}</pre>
        <CopyButton text={toCss(theme)}>Copy the custom properties</CopyButton>
      </section>
    </main>
  );
}
