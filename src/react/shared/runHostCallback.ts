/** Runs a function of the host's and reports what it throws as an uncaught error, so that the caller continues. */
export function runHostCallback(task: () => void): void {
  try {
    task();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
