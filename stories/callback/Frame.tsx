import { useRef, useState } from "react";

/** Of a story's page, above and below together. */
const PADDING = 32;

/** A picture of a story, as tall as it is, with a link to the story. */
export function Frame({ id, title, globals }: { id: string; title: string; globals: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(0);
  const measure = () => {
    const page = frame.current?.contentWindow as (Window & typeof globalThis) | null | undefined;
    // Or each outcome in its turn would take the focus, and this page with it.
    if (page) page.HTMLElement.prototype.focus = () => undefined;
    const root = page?.document.getElementById("storybook-root");
    if (root) new ResizeObserver(() => setHeight(root.offsetHeight)).observe(root);
  };
  return (
    <figure>
      <figcaption>
        <a href={`?path=/story/${id}`} target="_top">
          {title}
        </a>
      </figcaption>
      <iframe
        ref={frame}
        inert
        loading="lazy"
        key={globals}
        title={title}
        src={`iframe.html?id=${id}&viewMode=story&globals=${globals}`}
        height={Math.max(height + PADDING, 320)}
        onLoad={measure}
      />
    </figure>
  );
}
