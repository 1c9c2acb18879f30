// @vitest-environment node
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

// What `npm publish` would send, from what `npm run build` made.
const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const json = (file: string): unknown => JSON.parse(read(file));
const leaves = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value as object).flatMap(leaves);

const pkg = json("package.json") as {
  exports: unknown;
  bin: unknown;
  main: string;
  module: string;
  types: string;
  publishConfig: unknown;
};
const [packed] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
) as [{ size: number; unpackedSize: number; files: { path: string; mode: number }[] }];
const paths = packed.files.map(({ path }) => path);
const built = paths.filter((path) => path.startsWith("dist/"));
const modules = built.filter((path) => /\.c?js$/.test(path) && path !== "dist/cli.js");
/** The source of a built module. */
const sourceOf = (path: string) =>
  [".ts", ".tsx"]
    .map((extension) => path.replace(/^dist/, "src").replace(/\.c?js$/, extension))
    .find((path) => existsSync(join(root, path)));

describe("the tarball", () => {
  it("contains the build, the files that npm shows, and nothing else", () => {
    const docs = execFileSync("git", ["ls-files", "docs"], { cwd: root, encoding: "utf8" })
      .split("\n")
      .filter((path) => /\.md$|^docs\/(openapi\.yaml|doctor\.schema\.json|recipes\/)/.test(path));
    expect(paths.filter((path) => !built.includes(path)).sort()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "package.json", ...docs].sort(),
    );
    const known =
      /^dist\/(cli\.(js|LICENSES\.txt)|styles\.css(\.d\.cts)?|(index|(core|server|postgres|testing)\/index|locales\/\w+|shared\/\w+)\.d\.c?ts|[\w/]+\.c?js(\.map)?)$/;
    expect(built.filter((path) => !known.test(path))).toEqual([]);
    expect(modules.filter((path) => !sourceOf(path))).toEqual([]);
  });

  it("holds every file that package.json names", () => {
    for (const file of leaves([pkg.exports, pkg.bin, pkg.main, pkg.module, pkg.types]))
      expect(paths).toContain(file.replace(/^\.\//, ""));
  });

  it("has each module as ESM and as CommonJS, each with a source map that holds its source", () => {
    expect(modules.length).toBeGreaterThan(100);
    for (const path of modules) {
      expect(modules).toContain(path.endsWith(".cjs") ? path.replace(/\.cjs$/, ".js") : path.replace(/\.js$/, ".cjs"));
      expect(paths).toContain(`${path}.map`);
      expect(read(path).trimEnd(), path).toMatch(new RegExp(`//# sourceMappingURL=${path.split("/").at(-1)}\\.map$`));
      const { sources, sourcesContent } = json(`${path}.map`) as { sources: string[]; sourcesContent: string[] };
      // A list of names has no code of its own to map.
      if (!/(^|\/)index\./.test(path)) expect(sources.length, path).toBeGreaterThan(0);
      expect(sources.map((source) => read(join(dirname(path), source)))).toEqual(sourcesContent);
    }
    expect(built.filter((path) => path.endsWith(".map")).length).toBe(modules.length);
  });

  it("has declarations that name no file which is not there", () => {
    for (const path of built.filter((each) => /\.d\.c?ts$/.test(each))) {
      for (const [, target] of read(path).matchAll(/from ['"](\.[^'"]+)['"]/g)) {
        const file = join(dirname(path), target!).replace(/\.(c?)js$/, ".d.$1ts");
        expect(paths, `${path} imports ${target}`).toContain(file);
      }
    }
  });

  it("is not larger than it has to be", () => {
    // Bytes: what was measured, rounded up. Who raises one says in the commit what for.
    expect(packed.size).toBeLessThan(575_000);
    expect(packed.unpackedSize).toBeLessThan(2_850_000);
  });

  it("marks as 'use client' the modules whose source is, first, and no others", () => {
    const isMarked = (text: string) => /^['"]use client['"];/.test(text);
    const marked = modules.filter((path) => isMarked(read(path)));
    expect(marked).toEqual(modules.filter((path) => isMarked(read(sourceOf(path)!))));
    expect(marked.filter((path) => !path.startsWith("dist/react/"))).toEqual([]);
    // Whatever of the React half a server component may import by its public name.
    const entry = [...read("src/index.ts").matchAll(/export \{[^}]*\} from "\.\/(react\/[\w/]+)"/g)].map(
      ([, name]) => `dist/${name}.js`,
    );
    expect(entry.length).toBeGreaterThan(4);
    expect(marked).toEqual(expect.arrayContaining(entry));
    for (const path of modules.filter((each) => !marked.includes(each)))
      expect(read(path), path).not.toMatch(/['"]use client['"]/);
  });

  it("can be published, to everyone and with its provenance", () => {
    expect(pkg.publishConfig).toEqual({ access: "public", provenance: true });
  });
});

describe("the command", () => {
  it("runs as it is packed", () => {
    expect(packed.files.find(({ path }) => path === "dist/cli.js")?.mode.toString(8)).toBe("755");
    expect(read("dist/cli.js")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("comes with the licence of every package in it, each of them permissive", async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ["src/cli/index.ts"],
      bundle: true,
      write: false,
      platform: "node",
      format: "esm",
      metafile: true,
      logLevel: "silent",
    });
    const bundled = new Set(
      Object.keys(metafile.inputs).flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
    );
    const notices = read("dist/cli.LICENSES.txt").split(/\n-{80}\n\n/);
    const named = notices.map((notice) => notice.split("\n", 1)[0]);
    const manifests = [...bundled]
      .sort()
      .map((name) => json(`node_modules/${name}/package.json`) as { name: string; version: string; license: string });
    expect(named).toEqual(manifests.map(({ name, version }) => `${name} ${version}`));
    expect(manifests.filter(({ license }) => !/^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/.test(license))).toEqual(
      [],
    );
    // The text itself, not only a name: MIT's and ISC's permission, BSD's, or Apache's.
    for (const notice of notices)
      expect(notice).toMatch(
        /Permission is hereby granted|Permission to use, copy|Redistribution and use|Apache License/,
      );
  });
});
