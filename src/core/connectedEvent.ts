const listeners = new Set<() => void>();

/** Registers a listener that runs when this page has connected the account. Returns a function that removes it. */
export function onConnected(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Runs the listeners of {@link onConnected}. */
export function notifyConnected(): void {
  for (const listener of listeners) listener();
}
