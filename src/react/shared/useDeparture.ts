import { type RefCallback, useCallback, useEffect, useRef } from "react";

/** A `ref` for what may go while the focus is in it: calls as it goes, so that the keyboard's place can go on elsewhere. */
export function useDeparture(onDeparture: () => void): RefCallback<HTMLElement> {
  const latest = useRef(onDeparture);
  const root = useRef<HTMLElement | null>(null);
  useEffect(() => {
    latest.current = onDeparture;
  });
  return useCallback((element: HTMLElement | null) => {
    const old = root.current;
    root.current = element;
    if (!element && old?.contains(old.ownerDocument.activeElement)) latest.current();
  }, []);
}
