import { join } from "node:path";
import { expect, it } from "vitest";
import { folderOf, run } from "./apps";

const cwd = folderOf("commonjs");

/** What a script of the app prints, in a process without this one's variables. */
async function outputOf(script: string): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [script], {
    cwd,
    env: { PATH: process.env.PATH, NODE_ENV: "development" },
  });
  expect(stderr).toBe("");
  return stdout;
}

it("gives every entry to require", async () => {
  const { "./styles.css": styles, ...entries } = JSON.parse(await outputOf("entries.js")) as Record<string, unknown>;
  expect(styles).toBe(join(cwd, "node_modules/react-fullscript-connect/dist/styles.css"));
  expect(Object.keys(entries).sort()).toEqual([
    ".",
    "./core",
    "./locales/en",
    "./locales/fr",
    "./postgres",
    "./server",
    "./testing",
  ]);
  for (const [entry, names] of Object.entries(entries)) expect(names, entry).toBeGreaterThan(0);
});

it("renders on the server by require, in the language that was required", async () => {
  const html = await outputOf("render.js");
  expect(html).toMatch(/<button [^>]*data-fullscript="button"/);
  expect(html).toMatch(/<section [^>]*data-fullscript="callback"/);
  expect(html).toMatch(/<section [^>]*data-fullscript="card"/);
  expect(html.match(/lang="fr-CA"/g)!.length).toBeGreaterThanOrEqual(3);
  expect(html).not.toContain("style=");
});

it("answers as a backend by require", async () => {
  const connected = { connected: true, resource_owner: { id: "practitioner-1", type: "Practitioner" } };
  expect(JSON.parse(await outputOf("backend.js"))).toEqual([connected, connected]);
});
