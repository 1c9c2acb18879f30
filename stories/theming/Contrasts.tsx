import { contrastOf } from "./contrast";
import { type Palette, PAIRS } from "./tokens";

const SCHEMES = ["light", "dark"] as const;

/** Shows the contrast of each pair of colors in both color schemes. */
export function Contrasts({ palettes }: { palettes: Record<(typeof SCHEMES)[number], Palette> }) {
  return (
    <table className="theming-contrasts">
      <caption>Contrast ratio</caption>
      <thead>
        <tr>
          <th scope="col">Pair</th>
          <th scope="col">Needs</th>
          <th scope="col">Light</th>
          <th scope="col">Dark</th>
        </tr>
      </thead>
      <tbody>
        {PAIRS.map(([front, back, needed]) => (
          <tr key={front + back}>
            <th scope="row">{`${front} on ${back}`}</th>
            <td>{needed}</td>
            {SCHEMES.map((scheme) => (
              <Figure
                key={scheme}
                ratio={contrastOf(palettes[scheme][front], palettes[scheme][back])}
                needed={needed}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figure({ ratio, needed }: { ratio: number; needed: number }) {
  const isEnough = ratio >= needed;
  return <td data-result={isEnough}>{`${isEnough ? "✓" : "✗"} ${(Math.floor(ratio * 10) / 10).toFixed(1)}`}</td>;
}
