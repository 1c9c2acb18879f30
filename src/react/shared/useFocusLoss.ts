import { type RefCallback, useCallback, useEffect, useRef } from "react";

/** Returns a `ref` and calls `onFocusLoss` when its element is removed while the focus is inside, so that the focus can move elsewhere. */
export function useFocusLoss(onFocusLoss: () => void): RefCallback<HTMLElement> {
  const latest = useRef(onFocusLoss);
  const root = useRef<HTMLElement | null>(null);
  useEffect(() => {
    latest.current = onFocusLoss;
  });
  return useCallback((element: HTMLElement | null) => {
    const old = root.current;
    root.current = element;
    if (!element && old?.contains(old.ownerDocument.activeElement)) latest.current();
  }, []);
}
