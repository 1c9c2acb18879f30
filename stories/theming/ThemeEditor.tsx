import { useEffect, useRef, useState } from "react";
import {
  FullscriptCallback,
  FullscriptConnectButton,
  type FullscriptMessages,
  type FullscriptTokens,
} from "react-fullscript-connect";
import { FULLSCRIPT } from "../fullscript";
import { MISCONFIGURED } from "../button/buttonStory";
import { Contrasts } from "./Contrasts";
import { CopyButton } from "./CopyButton";
import { toCss, toThemeProp } from "./themeCode";
import { TokenFields } from "./TokenFields";
import { readPreset } from "./tokens";
import "./theming.css";

interface ThemeEditorProps {
  preset: string;
  scheme: "light" | "dark";
  messages: FullscriptMessages;
}

/** Where a person turns the tokens, sees what comes of it, and takes it along. */
export function ThemeEditor({ preset, scheme, messages }: ThemeEditorProps) {
  const [own, setOwn] = useState<FullscriptTokens>({});
  const title = useRef<HTMLHeadingElement>(null);
  // The callback leaves the focus where the page has put it.
  useEffect(() => title.current?.focus(), []);

  const tokens = { ...readPreset(preset, scheme), ...own };
  const standard: FullscriptTokens = readPreset("forest", scheme);
  // A theme of tokens stands on the standard preset, so that another preset's colours go along.
  const theme = Object.fromEntries(
    Object.entries(tokens).filter(([name, value]) => value !== standard[name as keyof FullscriptTokens]),
  ) as FullscriptTokens;
  const looks = { theme, colorScheme: scheme, messages } as const;

  return (
    <main className="theming">
      <header>
        <h1 ref={title} tabIndex={-1}>
          Theming
        </h1>
        <p>
          Begin with a preset and a scheme in the toolbar above, turn what should be yours, and copy it. Each token is a
          custom property of the stylesheet as well, so a class of yours can set it.
        </p>
      </header>

      <section className="theming-tokens" aria-labelledby="theming-tokens">
        <h2 id="theming-tokens">Tokens</h2>
        <TokenFields tokens={tokens} onChange={(name, value) => setOwn({ ...own, [name]: value })} />
        <button type="button" onClick={() => setOwn({})}>
          Start over
        </button>
      </section>

      <section className="theming-preview" data-surface={scheme} aria-labelledby="theming-preview">
        <h2 id="theming-preview">Preview</h2>
        <div className="theming-buttons">
          <FullscriptConnectButton {...FULLSCRIPT} {...looks} />
          <FullscriptConnectButton {...FULLSCRIPT} {...looks} variant="outline" intent="recommend" />
          <FullscriptConnectButton {...FULLSCRIPT} {...looks} variant="ghost" intent="recommend" />
        </div>
        <FullscriptCallback {...FULLSCRIPT} {...looks} headingLevel={3} navigate={() => undefined} />
        <p>A button that cannot leave says so; press it:</p>
        <FullscriptConnectButton {...MISCONFIGURED} {...looks} variant="outline" size="small" />
      </section>

      <section className="theming-result" aria-labelledby="theming-result">
        <h2 id="theming-result">Take it along</h2>
        <Contrasts tokens={tokens} />
        {Object.keys(theme).length === 0 ? (
          <p>This is the standard look: there is nothing to pass.</p>
        ) : (
          <>
            <h3>For the components</h3>
            <pre tabIndex={0}>{toThemeProp(theme)}</pre>
            <CopyButton text={toThemeProp(theme)}>Copy the theme prop</CopyButton>
            <h3>For your stylesheet</h3>
            <pre tabIndex={0}>{toCss(theme)}</pre>
            <CopyButton text={toCss(theme)}>Copy the custom properties</CopyButton>
          </>
        )}
      </section>
    </main>
  );
}
