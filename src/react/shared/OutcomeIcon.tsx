import type { ReactElement } from "react";
import type { FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";

// Shapes, so that colour alone tells nothing; inline, because a strict Content-Security-Policy blocks `data:` images.
const SHAPES: Readonly<Record<FullscriptCallbackState["status"], string>> = {
  reading: "",
  exchanging: "",
  absent: "M6 12h12",
  delivered: "m5 12.5 4.5 4.5L19 7.5",
  connected: "m5 12.5 4.5 4.5L19 7.5",
  cancelled: "M6 12h12",
  expired: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4.5V12l3 2",
  failed: "M12 5v8m0 5v.1",
};

/** Renders an `<svg>`, decoration beside the heading; while something is under way the stylesheet makes it a spinner. */
export function OutcomeIcon({
  status,
  className,
}: {
  status: FullscriptCallbackState["status"];
  className: string | undefined;
}): ReactElement {
  return (
    <svg
      data-part="icon"
      className={className}
      aria-hidden="true"
      viewBox="0 0 24 24"
      width="44"
      height="44"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={SHAPES[status]} />
    </svg>
  );
}
