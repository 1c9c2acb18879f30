// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      strategy?: { matrix: { node: number[] } };
      steps: { uses?: string; run?: string }[];
    }
  >;
}

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const workflow = (name: string) => parse(read(`.github/workflows/${name}`)) as Workflow;
const commands = (name: string) =>
  Object.values(workflow(name).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
const pkg = JSON.parse(read("package.json")) as {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
};

describe("the workflows", () => {
  it.each(readdirSync(join(root, ".github/workflows")))(
    "%s may only read, runs scripts that there are, and pins each action's version",
    (name) => {
      expect(workflow(name).permissions).toEqual({ contents: "read" });
      for (const command of commands(name)) {
        const script = /^npm run (\S+)/.exec(command)?.[1];
        if (script) expect(Object.keys(pkg.scripts)).toContain(script);
      }
      const actions = Object.values(workflow(name).jobs).flatMap(({ steps }) =>
        steps.flatMap(({ uses }) => uses ?? []),
      );
      expect(actions.filter((action) => !/@v\d+$/.test(action))).toEqual([]);
    },
  );

  it("run everything on the oldest Node that is supported, and on newer ones", () => {
    const { node } = workflow("ci.yml").jobs.test!.strategy!.matrix;
    expect(pkg.engines.node).toBe(`>=${node[0]}`);
    expect(node.length).toBeGreaterThan(1);
    expect(commands("ci.yml")).toEqual([".ci/run"]);
  });

  it("publish what has passed everything, with its provenance", () => {
    const published = commands("release.yml");
    expect(published.indexOf(".ci/run")).toBe(published.length - 2);
    expect(published.at(-1)).toMatch(/^npm publish .*--provenance\b/);
    expect(workflow("release.yml").jobs.publish!.permissions).toEqual({ contents: "read", "id-token": "write" });
  });
});

describe("the changelog", () => {
  it("tells of the version that is published next", () => {
    expect(read("CHANGELOG.md")).toContain(`\n## ${pkg.version}\n`);
  });
});
