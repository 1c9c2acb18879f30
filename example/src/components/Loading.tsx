/** Space for what is on its way. */
export function Loading({ text }: { text: string }) {
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{text}</span>
      <span className="loading-line" />
      <span className="loading-line" />
      <span className="loading-line" />
    </div>
  );
}
