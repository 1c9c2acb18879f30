import { type Ref, type RefCallback, useCallback, useImperativeHandle, useRef } from "react";
import { applyTokens, type FullscriptTheme } from "./looks";

/** A ref that sets a theme's tokens as the element appears, before it is painted, and lends the element to the host's ref. */
export function useTokens<Element extends HTMLElement>(theme: FullscriptTheme | undefined, hostRef?: Ref<Element>): RefCallback<Element> {
  const element = useRef<Element>(null);
  const remove = useRef<() => void>(undefined);
  useImperativeHandle<Element | null, Element | null>(hostRef, () => element.current, []);
  // By value: a host may write its tokens inline, new at each render.
  const key = JSON.stringify(theme ?? null);
  return useCallback(
    (next: Element | null) => {
      element.current = next;
      remove.current?.();
      remove.current = next ? applyTokens(next, JSON.parse(key) as FullscriptTheme | null) : undefined;
    },
    [key],
  );
}
