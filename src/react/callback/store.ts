/** A value outside React, for `useSyncExternalStore`. */
export interface Store<Value> {
  getSnapshot: () => Value;
  subscribe: (listener: () => void) => () => void;
  set: (next: Value) => void;
}

export function createStore<Value>(value: Value): Store<Value> {
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
  };
}
