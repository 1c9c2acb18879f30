/** Runs a function of the host. An error in it is reported like any other error of the host, and doesn't stop this package. */
export function runHostCallback(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
