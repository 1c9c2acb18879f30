import { type RefCallback, type RefObject, useCallback, useRef } from "react";
import { applyTokens, type FullscriptTheme } from "./theme";

/**
 * Returns a ref that sets a theme's tokens when the element is mounted, before it is painted.
 *
 * @param ownRef receives the element, too
 */
export function useThemeTokens<Element extends HTMLElement>(
  theme: FullscriptTheme | undefined,
  ownRef?: RefObject<Element | null>,
): RefCallback<Element> {
  const remove = useRef<() => void>(undefined);
  // By value, because hosts write tokens inline, as a new object in each render.
  const key = JSON.stringify(theme ?? null);
  return useCallback(
    (element: Element | null) => {
      if (ownRef) ownRef.current = element;
      remove.current?.();
      const current = JSON.parse(key) as FullscriptTheme | null;
      remove.current = element ? applyTokens(element, current) : undefined;
      if (element && process.env.NODE_ENV !== "production")
        void import("./checkTheme").then(({ checkTheme }) => checkTheme(element, current)).catch(() => undefined);
    },
    [key, ownRef],
  );
}
