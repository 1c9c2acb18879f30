import { type RefCallback, type RefObject, useCallback, useRef } from "react";

/** Returns a ref for an element. If React removes the element while the focus is inside, the focus moves to `target`. */
export function useFocusLoss(target: RefObject<HTMLElement | null>): RefCallback<HTMLElement> {
  const root = useRef<HTMLElement | null>(null);
  return useCallback(
    (element: HTMLElement | null) => {
      const old = root.current;
      root.current = element;
      // Later, because React may replace the target together with the element.
      if (!element && old?.contains(old.ownerDocument.activeElement)) queueMicrotask(() => target.current?.focus());
    },
    [target],
  );
}
