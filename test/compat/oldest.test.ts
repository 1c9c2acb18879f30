import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "react";
import { version as domVersion } from "react-dom";
import { expect, it } from "vitest";

it("runs on the oldest peers, and not on those of the project", () => {
  expect([version, domVersion]).toEqual(["18.2.0", "18.2.0"]);
  const query = readFileSync(join(import.meta.dirname, "oldest/node_modules/@tanstack/react-query/package.json"), "utf8");
  expect(JSON.parse(query)).toMatchObject({ version: "5.0.0" });
});
