import { serve } from "../serve";

/** A port on this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const { port, close } = await serve(() => undefined);
  await close();
  return port;
}
