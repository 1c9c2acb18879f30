// The public API, as two kinds of file that are committed: `api/` has each entry point's signatures, for whoever reviews a change of them, and
// `docs/api/` the reference that is written from the docstrings. Without --update it fails where either is not what the code says.
import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { Application } from "typedoc";

const root = resolve(import.meta.dirname, "..");
const { exports: published } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
/** The declarations of each entry point, e.g. `./dist/core/index.d.ts`. */
const declarations = Object.values(published).flatMap((entry) => entry.import?.types ?? []);
const made = await mkdtemp(join(tmpdir(), "api-"));

/** From what was built: what a stranger's compiler sees. */
async function writeReports(folder) {
  await mkdir(folder);
  for (const file of declarations) {
    const mainEntryPointFilePath = join(root, file);
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: root,
        mainEntryPointFilePath,
        compiler: {
          overrideTsconfig: { extends: join(root, "src/tsconfig.json"), include: [], files: [mainEntryPointFilePath] },
        },
        // dist/core/index.d.ts is core.api.md, dist/index.d.ts index.api.md.
        apiReport: {
          enabled: true,
          reportFileName: `${nameOf(file)}.api.md`,
          reportFolder: folder,
          reportTempFolder: join(made, "temp"),
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        // Types that are used and not exported: told by the report itself.
        messages: {
          extractorMessageReporting: {
            "ae-forgotten-export": { logLevel: ExtractorLogLevel.None, addToApiReportFile: true },
          },
        },
      },
      packageJsonFullPath: join(root, "package.json"),
    });
    const { errorCount } = Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => (message.handled = message.logLevel !== ExtractorLogLevel.Error),
    });
    if (errorCount > 0) throw new Error(`${file} has no report.`);
  }
}

function nameOf(file) {
  return file.replace(/^\.\/dist\/|(\/index)?\.d\.ts$/g, "").replaceAll("/", "-");
}

/** From the source, and with what is exported and says nothing of itself as an error. */
async function writeReference(folder) {
  const app = await Application.bootstrapWithPlugins({
    name: "API reference",
    entryPoints: declarations.map((file) => join(root, file.replace("/dist/", "/src/").replace(".d.ts", ".ts"))),
    tsconfig: join(root, "src/tsconfig.json"),
    plugin: ["typedoc-plugin-markdown"],
    outputs: [{ name: "markdown", path: folder }],
    router: "module",
    readme: "none",
    disableSources: true,
    excludeExternals: true,
    // The name that is imported: the reader of a search result or a tab sees no folder.
    pageTitleTemplates: {
      module: ({ name }) => ["react-fullscript-connect", ...(name === "index" ? [] : [name])].join("/"),
    },
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    ...Object.fromEntries(
      ["parameters", "interfaceProperties", "classProperties", "typeDeclaration", "propertyMembers"].map((what) => [
        `${what}Format`,
        "table",
      ]),
    ),
    requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable"],
    validation: { notDocumented: true, invalidLink: true, notExported: false, rewrittenLink: true },
    logLevel: "Warn",
  });
  const project = await app.convert();
  if (project) app.validate(project);
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error("The reference is not written before the above is mended.");
  await app.generateOutputs(project);
}

/** Whether git sees a difference, which it then shows. */
function differs(committed, fresh) {
  try {
    execFileSync("git", ["--no-pager", "diff", "--no-index", "--exit-code", committed, fresh], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    return false;
  } catch {
    return true;
  }
}

const folders = { api: writeReports, "docs/api": writeReference };
try {
  for (const [folder, write] of Object.entries(folders)) {
    const fresh = join(made, folder.replace("/", "-"));
    await write(fresh);
    if (process.argv.includes("--update")) {
      await rm(join(root, folder), { recursive: true, force: true });
      await cp(fresh, join(root, folder), { recursive: true });
    } else if (differs(folder, fresh)) {
      console.error(
        `${folder}/ is not what the code says. Where the change is meant: npm run api -- --update, and commit what it writes.`,
      );
      process.exitCode = 1;
    }
  }
} finally {
  await rm(made, { recursive: true });
}
