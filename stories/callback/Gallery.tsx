import { storyNameFromExport, toId } from "storybook/internal/csf";
import { Frame } from "./Frame";
import "./gallery.css";

interface GalleryProps {
  /** The beginning of the stories' titles. @default "FullscriptCallback" */
  component?: string;
  groups: { title: string; names: string[] }[];
  /** What the toolbars are set to, for the pages in the frames. */
  globals?: Record<string, unknown>;
}

/** Stories side by side, each in a page of its own. */
export function Gallery({ component = "FullscriptCallback", groups, globals = {} }: GalleryProps) {
  const set = ["preset", "scheme", "language", "direction"].map((name) => `${name}:${String(globals[name])}`).join(";");
  return groups.map(({ title, names }) => (
    <section key={title}>
      <h2>{title}</h2>
      <div className="gallery">
        {names.map((name) => (
          <Frame
            key={name}
            id={toId(`${component}/${title}`, storyNameFromExport(name))}
            title={storyNameFromExport(name)}
            globals={set}
          />
        ))}
      </div>
    </section>
  ));
}
