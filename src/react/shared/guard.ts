/** Runs a function of the host's. What it throws is the host's bug: to be seen as any other, and not to stop what follows. */
export function guard(task: () => void): void {
  try {
    task();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
