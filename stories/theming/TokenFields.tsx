import { useId, useState } from "react";
import type { FullscriptTokens } from "react-fullscript-connect";
import { toHex } from "./contrast";
import { COLORS, type Palette, type TokenName } from "./tokens";

interface TokenFieldsProps {
  tokens: FullscriptTokens;
  /** The colors that follow from them. */
  palette: Palette;
  onChange: (name: TokenName, value: string) => void;
}

/** One color to start with, corners and font; the tokens that follow from the color are behind a disclosure. */
export function TokenFields({ tokens, palette, onChange }: TokenFieldsProps) {
  const id = useId();
  const radius = tokens.radius ?? "8px";
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="theming-fields">
      <ColorField name="accent" label="Your brand’s color" {...{ tokens, palette, onChange }} />
      <div>
        <label htmlFor={`${id}radius`}>
          Corners <code>radius</code>
        </label>
        <input
          id={`${id}radius`}
          type="range"
          min={0}
          max={28}
          aria-valuetext={String(radius)}
          value={parseInt(String(radius))}
          onChange={({ target }) => onChange("radius", `${target.value}px`)}
        />
        <output htmlFor={`${id}radius`}>{radius}</output>
      </div>
      <div className="theming-font">
        <label htmlFor={`${id}font`}>
          Font <code>fontFamily</code>
        </label>
        <input
          id={`${id}font`}
          type="text"
          list={`${id}fonts`}
          spellCheck={false}
          placeholder="inherit"
          value={tokens.fontFamily ?? ""}
          onChange={({ target }) => onChange("fontFamily", target.value)}
        />
        <datalist id={`${id}fonts`}>
          {["system-ui, sans-serif", "Georgia, serif", "ui-rounded, sans-serif"].map((font) => (
            <option key={font} value={font} />
          ))}
        </datalist>
      </div>
      <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>More tokens, in both schemes</summary>
        {isOpen &&
          COLORS.map(([name, label]) => <ColorField key={name} {...{ name, label, tokens, palette, onChange }} />)}
      </details>
    </div>
  );
}

function ColorField({
  name,
  label,
  tokens,
  palette,
  onChange,
}: TokenFieldsProps & { name: keyof Palette; label: string }) {
  const id = useId();
  return (
    <div className="theming-color">
      <label htmlFor={id}>
        {label} <code>{name}</code>
      </label>
      <input
        type="color"
        aria-label={`${label}, picker`}
        value={toHex(palette[name])}
        onChange={({ target }) => onChange(name, target.value)}
      />
      <input
        id={id}
        type="text"
        spellCheck={false}
        placeholder={toHex(palette[name])}
        value={tokens[name] ?? ""}
        onChange={({ target }) => onChange(name, target.value)}
      />
    </div>
  );
}
