import { type RefCallback, type RefObject, useCallback, useRef } from "react";
import { applyTokens, type FullscriptTheme, type ThemeProps } from "./theme";

/** The attributes that the stylesheet reads, and a ref that sets the theme's tokens before the element is painted. */
interface ThemedProps<Element> {
  ref: RefCallback<Element>;
  "data-theme": string;
  "data-color-scheme": ThemeProps["colorScheme"];
}

/** @param ownRef receives the element, too */
export function useTheme<Element extends HTMLElement>(
  { theme = "forest", colorScheme }: ThemeProps,
  ownRef?: RefObject<Element | null>,
): ThemedProps<Element> {
  const remove = useRef<() => void>(undefined);
  // By value, because hosts write tokens inline, as a new object in each render.
  const key = JSON.stringify(theme);
  const ref = useCallback(
    (element: Element | null) => {
      if (ownRef) ownRef.current = element;
      remove.current?.();
      if (!element) return;
      const current = JSON.parse(key) as FullscriptTheme;
      remove.current = applyTokens(element, current);
      if (process.env.NODE_ENV !== "production")
        void import("./checkTheme").then(({ checkTheme }) => checkTheme(element, current)).catch(() => undefined);
    },
    [key, ownRef],
  );
  return { ref, "data-theme": typeof theme === "string" ? theme : "custom", "data-color-scheme": colorScheme };
}
