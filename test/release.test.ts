// @vitest-environment node
import { execSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";

interface Job {
  needs?: string;
  permissions?: Record<string, string>;
  strategy?: { matrix: { node: number[] } };
  steps: { uses?: string; run?: string; with?: Record<string, string | boolean | number> }[];
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const workflow = (name: string) => parse(read(`.github/workflows/${name}`)) as Workflow;
const stepsOf = (name: string) => Object.values(workflow(name).jobs).flatMap(({ steps }) => steps);
const commands = (name: string) => stepsOf(name).flatMap(({ run }) => run ?? []);
const pkg = JSON.parse(read("package.json")) as {
  version: string;
  repository: { type: string; url: string };
  homepage: string;
  bugs: { url: string };
  engines: { node: string };
  scripts: Record<string, string>;
};

describe("the workflows", () => {
  it.each(readdirSync(join(root, ".github/workflows")))("%s may only read and runs scripts that exist", (name) => {
    expect(workflow(name).permissions).toEqual({ contents: "read" });
    for (const command of commands(name)) {
      const script = /^npm run (\S+)/.exec(command)?.[1];
      if (script) expect(Object.keys(pkg.scripts)).toContain(script);
    }
  });

  it.each(readdirSync(join(root, ".github/workflows")))(
    "%s pins each action by commit and keeps no credentials after a checkout",
    (name) => {
      // The comment names the version, for people and for tools that propose updates.
      const uses = read(`.github/workflows/${name}`).match(/\buses:.*/g) ?? [];
      expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
      for (const step of stepsOf(name).filter((each) => each.uses?.startsWith("actions/checkout@")))
        expect(step.with).toMatchObject({ "persist-credentials": false });
    },
  );

  it("install the tools before they run one", () => {
    const usesTools = (script: string) => pkg.scripts[script]?.includes("tools/node_modules/");
    for (const { steps } of readdirSync(join(root, ".github/workflows")).flatMap((name) =>
      Object.values(workflow(name).jobs),
    )) {
      const runs = steps.flatMap(({ run }) => run ?? []);
      const first = runs.findIndex((run) => usesTools(run.replace(/^npm run /, "")));
      if (first >= 0) expect(runs.slice(0, first)).toContain("npm ci --prefix tools");
    }
    expect(usesTools("test:mutation")).toBe(true);
  });

  it("agree on the commit of each action", () => {
    const actions = new Set(
      readdirSync(join(root, ".github/workflows"))
        .flatMap(stepsOf)
        .flatMap(({ uses }) => uses ?? []),
    );
    const names = [...actions].map((action) => action.split("@")[0]);
    expect(names).toEqual([...new Set(names)]);
  });

  it("run everything on the oldest Node that is supported, and on newer ones", () => {
    const { node } = workflow("ci.yml").jobs.test!.strategy!.matrix;
    expect(pkg.engines.node).toBe(`>=${node[0]}`);
    expect(node.length).toBeGreaterThan(1);
    expect(commands("ci.yml")).toEqual([".ci/run"]);
  });
});

describe("the release", () => {
  const { build, publish, ...others } = workflow("release.yml").jobs;
  const commandsOf = (job: Job) => job.steps.flatMap(({ run }) => run ?? []);
  const artifactOf = (job: Job, action: string) =>
    job.steps.findIndex(
      ({ uses, with: options }) => uses?.startsWith(`actions/${action}@`) && options?.name === "tarball",
    );

  it("tests and packs in a job that cannot publish", () => {
    expect(build!.permissions).toBeUndefined();
    expect(commandsOf(build!).slice(-2)).toEqual([".ci/run", "npm pack --ignore-scripts"]);
    expect(artifactOf(build!, "upload-artifact")).toBe(build!.steps.length - 1);
    expect(others).toEqual({});
  });

  it("publishes that tarball, with its provenance, in a job that runs no code of the repository", () => {
    expect(publish).toMatchObject({ needs: "build", permissions: { "id-token": "write" } });
    expect(publish!.steps.map(({ uses, run }) => (uses ?? run!).split(/[@ ]/)[0])).toEqual([
      "actions/setup-node",
      "actions/download-artifact",
      "npm",
    ]);
    expect(artifactOf(publish!, "download-artifact")).toBe(1);
    const tarball = build!.steps.at(-1)!.with!.path;
    expect(commandsOf(publish!)).toEqual([`npm publish ./${tarball} --ignore-scripts --provenance --access public`]);
  });
});

describe("the addresses in package.json", () => {
  const { repository, homepage, bugs } = pkg;
  const address = repository.url.replace(/^git\+|\.git$/g, "");

  it("name one repository", () => {
    expect(repository).toEqual({ type: "git", url: `git+${address}.git` });
    expect({ homepage, bugs }).toEqual({ homepage: `${address}#readme`, bugs: { url: `${address}/issues` } });
  });

  it("are set by the command in CONTRIBUTING.md", () => {
    const [, command] = /^ *```sh\n( *repository=[^`]*)```$/m.exec(read("CONTRIBUTING.md"))!;
    const folder = mkdtempSync(join(tmpdir(), "publisher-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "x", repository, homepage, bugs }));
    execSync(command!.replace("OWNER", "maple-clinic"), { cwd: folder });
    const renamed = JSON.stringify({ name: "x", repository, homepage, bugs }).replaceAll(
      /(?<=github\.com\/)[^/]+/g,
      "maple-clinic",
    );
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toEqual(JSON.parse(renamed));
  });

  it("are compared with the repository before anything is released", () => {
    expect(commands("release.yml").find((command) => command.includes("repository.url"))).toContain(
      "$GITHUB_REPOSITORY",
    );
  });
});

describe("the changelog", () => {
  it("has an entry for the version that is published next", () => {
    expect(read("CHANGELOG.md")).toContain(`\n## ${pkg.version}\n`);
  });
});
