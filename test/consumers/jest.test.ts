import { expect, it } from "vitest";
import { folderOf, run } from "./apps";

interface Report {
  numTotalTests: number;
  numPassedTests: number;
  testResults: { message: string }[];
}

it("offers helpers that work in Jest's jsdom without any set-up", async () => {
  const { VITEST: _, ...env } = process.env;
  const cwd = folderOf("jest");
  const { stdout } = await run(process.execPath, ["node_modules/jest/bin/jest.js", "--json"], {
    cwd,
    env: { ...env, NODE_ENV: "test" },
  }).catch((error: unknown) => error as { stdout: string });
  const { numTotalTests, numPassedTests, testResults } = JSON.parse(stdout) as Report;
  expect(testResults.map(({ message }) => message).join("")).toBe("");
  expect(numPassedTests).toBe(numTotalTests);
  expect(numTotalTests).toBeGreaterThan(30);
  // On a busy machine, two workers of Jest take their time.
}, 240_000);
