/** How long each part that is waited for took before the POST, in milliseconds. */
export type Parts = Record<"digest" | "lock" | "open" | "marks", number>;

/** Times what a callback waits for: Web Crypto, the Web Lock, and IndexedDB. */
export function timeParts(isOver: () => boolean): Parts {
  const parts: Parts = { digest: 0, lock: 0, open: 0, marks: 0 };
  const begin = (part: keyof Parts) => {
    const begun = performance.now();
    return () => {
      if (!isOver()) parts[part] += performance.now() - begun;
    };
  };
  wrap(SubtleCrypto.prototype, "digest", (result) => void (result as Promise<unknown>).then(begin("digest")));
  wrap(IDBFactory.prototype, "open", (result) =>
    (result as IDBOpenDBRequest).addEventListener("success", begin("open")),
  );
  wrap(IDBDatabase.prototype, "transaction", (result) =>
    (result as IDBTransaction).addEventListener("complete", begin("marks")),
  );
  const request = navigator.locks.request.bind(navigator.locks);
  const timed = (name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) => {
    const end = begin("lock");
    return request(name, options, (lock) => (end(), callback(lock)));
  };
  Object.assign(navigator.locks, { request: timed });
  return parts;
}

/** Looks at what a method gives. */
function wrap(owner: object, name: string, look: (result: unknown) => void): void {
  const methods = owner as Record<string, (...given: unknown[]) => unknown>;
  const method = methods[name];
  methods[name] = function (this: unknown, ...given) {
    const result = method?.apply(this, given);
    look(result);
    return result;
  };
}
