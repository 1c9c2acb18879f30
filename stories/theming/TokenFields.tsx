import { useId } from "react";
import type { FullscriptTokens } from "react-fullscript-connect";
import { toHex } from "./contrast";
import { COLOURS, type TokenName } from "./tokens";

interface TokenFieldsProps {
  tokens: Required<FullscriptTokens>;
  onChange: (name: TokenName, value: string) => void;
}

/** Each token with its own field; a colour also by the browser's picker. */
export function TokenFields({ tokens, onChange }: TokenFieldsProps) {
  const id = useId();
  return (
    <div className="theming-fields">
      {COLOURS.map(([name, label]) => (
        <div key={name} className="theming-colour">
          <label htmlFor={id + name}>
            {label} <code>{name}</code>
          </label>
          <input
            type="color"
            aria-label={`${label}, picker`}
            value={toHex(String(tokens[name])) ?? "#000000"}
            onChange={({ target }) => onChange(name, target.value)}
          />
          <input
            id={id + name}
            type="text"
            spellCheck={false}
            value={tokens[name]}
            onChange={({ target }) => onChange(name, target.value)}
          />
        </div>
      ))}
      <div>
        <label htmlFor={`${id}radius`}>
          Corners <code>radius</code>
        </label>
        <input
          id={`${id}radius`}
          type="range"
          min={0}
          max={28}
          aria-valuetext={String(tokens.radius)}
          value={parseInt(String(tokens.radius))}
          onChange={({ target }) => onChange("radius", `${target.value}px`)}
        />
        <output htmlFor={`${id}radius`}>{tokens.radius}</output>
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
          value={tokens.fontFamily}
          onChange={({ target }) => onChange("fontFamily", target.value)}
        />
        <datalist id={`${id}fonts`}>
          {["inherit", "system-ui, sans-serif", "Georgia, serif", "ui-rounded, sans-serif"].map((font) => (
            <option key={font} value={font} />
          ))}
        </datalist>
      </div>
    </div>
  );
}
