/** The Web Locks of one browser, of which each page has its own manager: a page that is closed lets go of its locks, and gets no more. */
export function createTabLocks() {
  const queues = new Map<string, (() => void)[]>();

  function openPage(): { locks: LockManager; close: () => void } {
    const releases = new Set<() => void>();
    let isClosed = false;
    const isGone = () => isClosed;
    const request = async (
      name: string,
      options: LockOptions,
      task: (lock: Lock | null) => unknown,
    ): Promise<unknown> => {
      // Whatever timer of it still fires here, a page that is gone asks for nothing.
      if (isGone()) return new Promise(() => undefined);
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      if (options.ifAvailable && queue.length > 0) return task(null);
      let isReleased = false;
      let grant = (): void => undefined;
      const granted = new Promise<void>((resolve) => queue.push((grant = resolve)));
      const release = () => {
        if (isReleased) return;
        isReleased = true;
        releases.delete(release);
        const wasFirst = queue[0] === grant;
        queue.splice(queue.indexOf(grant), 1);
        if (wasFirst) queue[0]?.();
      };
      releases.add(release);
      if (queue.length === 1) grant();
      const abort = new Promise<never>((_, reject) =>
        options.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))),
      );
      try {
        await Promise.race([granted, abort]);
        return await (isGone() ? new Promise(() => undefined) : task({ name, mode: "exclusive" }));
      } finally {
        release();
      }
    };
    return {
      locks: { request: request as unknown as LockManager["request"], query: () => Promise.resolve({}) },
      close: () => {
        isClosed = true;
        for (const release of [...releases]) release();
      },
    };
  }

  return { openPage };
}
