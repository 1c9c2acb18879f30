/** Browsers have no `setImmediate`, by which tests wait for a turn of the event loop while timers are fake. */
(globalThis as { setImmediate?: unknown }).setImmediate ??= (task: () => void): void => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    task();
  };
  port2.postMessage(undefined);
};
