import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort } from "./freePort";
import { isOpen, startClinic } from "./startClinic";

describe("npm start", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "serves clinic and sandbox, says where, and on %s frees both ports",
    async (signal) => {
      const { output, exit, ports, started, stop } = await startClinic();
      await started();
      expect(output()).toContain(`http://localhost:${ports[0]}`);
      expect(output()).toContain(`http://localhost:${ports[1]}`);
      expect(output()).toContain(`http://127.0.0.1:${ports[0]}/ehr`);
      const page = await fetch(`http://localhost:${ports[0]}/integrations`);
      expect(page.status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${ports[0]}/integrations`)).status).toBe(200);
      expect((await fetch(`http://localhost:${ports[1]}/`)).status).toBe(200);
      // To npm alone, which passes it on; a terminal's Ctrl-C reaches both.
      stop(signal);
      await exit;
      await expect
        .poll(async () => [await isOpen(ports[0]), await isOpen(ports[1])], { timeout: 60_000 })
        .toEqual([false, false]);
    },
  );

  it("names the variable if a port is taken, and leaves nothing running", async () => {
    const taken = await freePort();
    const blocker = createServer().listen(taken, "127.0.0.1");
    const { output, exit, ports } = await startClinic({ SANDBOX_PORT: String(taken) });
    expect(await exit).toBe(1);
    expect(output()).toContain("SANDBOX_PORT");
    expect(await isOpen(ports[0])).toBe(false);
    blocker.close();
  });
});
