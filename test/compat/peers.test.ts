import { version as queryVersion } from "@tanstack/react-query/package.json";
import { version } from "react";
import { version as domVersion } from "react-dom";
import { expect, it } from "vitest";

// Written out, because npm may install another version without a word, and a lock file may be made anew.
const PEERS: Record<string, string[]> = {
  oldest: ["18.2.0", "18.2.0", "5.0.0"],
  middle: ["18.3.1", "18.3.1", "5.40.1"],
};

it("runs on the peers that it is named for, and not on those of the project", () => {
  expect([version, domVersion, queryVersion]).toEqual(PEERS[process.env.PEERS!]);
});
