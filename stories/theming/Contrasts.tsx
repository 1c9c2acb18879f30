import type { FullscriptTokens } from "react-fullscript-connect";
import { contrastOf } from "./contrast";
import { PAIRS } from "./tokens";

/** What can be read on what. */
export function Contrasts({ tokens }: { tokens: Required<FullscriptTokens> }) {
  return (
    <table className="theming-contrasts">
      <caption>Contrast</caption>
      <thead>
        <tr>
          <th scope="col">What on what</th>
          <th scope="col">Ratio</th>
          <th scope="col">Needs</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {PAIRS.map(([front, back, needed]) => {
          const ratio = contrastOf(String(tokens[front]), String(tokens[back]));
          return (
            <tr key={front + back}>
              <th scope="row">{`${front} on ${back}`}</th>
              <td>{ratio === undefined ? "?" : `${(Math.floor(ratio * 10) / 10).toFixed(1)} : 1`}</td>
              <td>{`${needed} : 1`}</td>
              <td data-result={ratio !== undefined && ratio >= needed}>
                {ratio === undefined
                  ? "Write it as #rrggbb"
                  : ratio < needed
                    ? "✗ Too little"
                    : ratio >= 7
                      ? "✓ AAA"
                      : "✓ Enough"}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
