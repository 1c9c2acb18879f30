import { useState } from "react";

/** Copies a text, and says so. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [result, setResult] = useState<{ of: string; says: string }>();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setResult({ of: text, says: "Copied." }),
      () => setResult({ of: text, says: "The browser refused. Select the text above and copy it." }),
    );
  return (
    <p className="theming-copy">
      <button type="button" onClick={() => void copy()}>
        {children}
      </button>
      <span role="status">{result?.of === text ? result.says : ""}</span>
    </p>
  );
}
