import { titleOf } from "./contenders/all";
import { pointsOf, round, type Table } from "./report";

const PANEL = { width: 430, height: 300 };
const PLOT = { left: 62, top: 40, width: 340, height: 205 };
const COLOURS: Record<string, string> = {
  plain: "#6b7280",
  "by-hand": "#111827",
  fullscript: "#0f7a3d",
  "react-use-oauth2": "#b45309",
  "react-oidc-context": "#1d4ed8",
  "auth0-react": "#a21caf",
};

type Point = { size: number; value: number };

/** How time and memory grow, both axes by powers of ten, where a straight line at the dashed one's slope is linear growth. */
export function drawCurves(
  tables: readonly Table[],
  curves: readonly { curve: string; unit: string; of: string }[],
): string {
  const columns = 2;
  const rows = Math.ceil(curves.length / columns);
  const panels = curves.map(
    (curve, index) =>
      `<g transform="translate(${(index % columns) * PANEL.width}, ${Math.floor(index / columns) * PANEL.height})">${drawPanel(tables, curve)}</g>`,
  );
  const names = Object.keys(COLOURS);
  const legend = names.map((name, index) => {
    const [x, y] = [20 + (index % 3) * 285, rows * PANEL.height + 20 + Math.floor(index / 3) * 24];
    return `<line x1="${x}" x2="${x + 26}" y1="${y}" y2="${y}" stroke="${COLOURS[name] ?? ""}" stroke-width="3"/><text x="${x + 34}" y="${y + 5}">${titleOf(name).replace(", in a window", "")}</text>`;
  });
  const [width, height] = [columns * PANEL.width, rows * PANEL.height + 60];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#111827" role="img" aria-label="Time and memory over size, for each contender">
<rect width="100%" height="100%" fill="#ffffff"/>
${[...panels, ...legend].join("\n")}
</svg>
`;
}

function drawPanel(tables: readonly Table[], { curve, unit, of }: { curve: string; unit: string; of: string }): string {
  // Nothing has no logarithm.
  const lines = Object.keys(COLOURS)
    .map((name) => ({ name, points: pointsOf(tables, curve, name).filter(({ size, value }) => size > 0 && value > 0) }))
    .filter(({ points }) => points.length > 1);
  const ours = lines.find(({ name }) => name === "fullscript")?.points ?? [];
  const [first, last] = [ours[0], ours.at(-1)];
  // Through our last point, at the slope of linear growth.
  const linear = first && last ? [{ size: first.size, value: (last.value * first.size) / last.size }, last] : [];
  const all = [...lines.flatMap(({ points }) => points), ...linear];
  const x = scale(
    all.map(({ size }) => size),
    PLOT.left,
    PLOT.left + PLOT.width,
  );
  const y = scale(
    all.map(({ value }) => value),
    PLOT.top + PLOT.height,
    PLOT.top,
  );
  const path = (points: readonly Point[]) => points.map(({ size, value }) => `${x.at(size)},${y.at(value)}`).join(" ");

  return `<text x="${PLOT.left}" y="22" font-weight="600" font-size="15">${curve}, ${unit}</text>
${y.ticks.map((tick) => `<line x1="${PLOT.left}" x2="${PLOT.left + PLOT.width}" y1="${y.at(tick)}" y2="${y.at(tick)}" stroke="#e5e7eb"/><text x="${PLOT.left - 8}" y="${y.at(tick) + 4}" text-anchor="end">${round(tick)}</text>`).join("")}
${x.ticks.map((tick) => `<text x="${x.at(tick)}" y="${PLOT.top + PLOT.height + 18}" text-anchor="middle">${tick.toLocaleString("en")}</text>`).join("")}
<text x="${PLOT.left + PLOT.width / 2}" y="${PLOT.top + PLOT.height + 36}" text-anchor="middle" fill="#4b5563">${of}</text>
<polyline points="${path(linear)}" fill="none" stroke="#6b7280" stroke-width="1.5" stroke-dasharray="4 4"/>
${lines.map(({ name, points }) => `<polyline points="${path(points)}" fill="none" stroke="${COLOURS[name] ?? ""}" stroke-width="${name === "fullscript" ? 3.5 : 2}"/>${points.map(({ size, value }) => `<circle cx="${x.at(size)}" cy="${y.at(value)}" r="${name === "fullscript" ? 4 : 3}" fill="${COLOURS[name] ?? ""}"/>`).join("")}`).join("\n")}`;
}

/** By powers of ten, from the whole one below to the whole one above. */
function scale(
  values: readonly number[],
  from: number,
  to: number,
): { at: (value: number) => number; ticks: number[] } {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return {
    at: (value) => Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10,
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}
