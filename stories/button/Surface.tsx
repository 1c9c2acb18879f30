import type { ReactNode } from "react";
import "./surface.css";

/** A page of a host, light or dark. */
export function Surface({ scheme, title, children }: { scheme: "light" | "dark"; title: string; children: ReactNode }) {
  return (
    <section className="surface" data-surface={scheme}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
