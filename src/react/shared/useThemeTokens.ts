import { type RefCallback, type RefObject, useCallback, useRef } from "react";
import { applyTokens, type FullscriptTheme } from "./theme";

/**
 * A ref that sets a theme's tokens as the element appears, before it is painted.
 *
 * @param ownRef gets the element, too
 */
export function useThemeTokens<Element extends HTMLElement>(
  theme: FullscriptTheme | undefined,
  ownRef?: RefObject<Element | null>,
): RefCallback<Element> {
  const remove = useRef<() => void>(undefined);
  // By value: a host may write its tokens inline, new at each render.
  const key = JSON.stringify(theme ?? null);
  return useCallback(
    (element: Element | null) => {
      if (ownRef) ownRef.current = element;
      remove.current?.();
      remove.current = element ? applyTokens(element, JSON.parse(key) as FullscriptTheme | null) : undefined;
    },
    [key, ownRef],
  );
}
