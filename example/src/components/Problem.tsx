interface ProblemProps {
  text: string;
  onRetry: () => void;
}

/** What went wrong, and the way on. */
export function Problem({ text, onRetry }: ProblemProps) {
  return (
    <div className="problem" role="alert">
      <p>{text}</p>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
