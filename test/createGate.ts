export interface Gate {
  /** Resolves once the test has called `open`. */
  opened: Promise<void>;
  open: () => void;
}

/** Holds an answer until the test has seen what it waits for, however slow the machine is. */
export function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
