// @vitest-environment node
import { postgresSchema } from "react-fullscript-connect/postgres";
import { expect, it } from "vitest";
import { runCli } from "./runCli";

it.each([
  [[], postgresSchema()],
  [["--table-prefix", "maple_"], postgresSchema({ tablePrefix: "maple_" })],
])("schema %j prints the SQL of the tables", async (words, sql) => {
  expect(await runCli(["schema", ...words])).toEqual({ status: 0, stdout: `${sql}\n`, stderr: "" });
});

it.each([
  [["sandbox", "--help"], /--port/, /--table-prefix|--endpoint/],
  [["doctor", "--help"], /--endpoint/, /--port|--table-prefix/],
  [["schema", "-h"], /--table-prefix/, /--port|--endpoint/],
])("%j explains that command alone", async (words, own, others) => {
  const { status, stdout } = await runCli(words);
  expect(status).toBe(0);
  expect(stdout).toMatch(own);
  expect(stdout).not.toMatch(others);
});

it("--help explains every command", async () => {
  const { status, stdout } = await runCli(["--help"]);
  expect(status).toBe(0);
  for (const name of ["sandbox", "doctor", "schema"])
    expect(stdout).toContain(`react-fullscript-connect ${name} [options]`);
});

it.each(["sandbox", "doctor", "schema"])("%s refuses an option that it doesn't have, in one line", async (name) => {
  const { status, stdout, stderr } = await runCli([name, "--verbose"]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr.trim().split("\n").slice(0, 2)).toEqual(["Unknown option '--verbose'.", ""]);
});
