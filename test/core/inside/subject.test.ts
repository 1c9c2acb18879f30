// @vitest-environment node
import { describe, expect, it } from "vitest";
import { currentPage } from "../../../src/core/pendingAction";
import { isOtherSubject, isUnknownSubject } from "../../../src/core/transaction";
import { createTestBrowser, pageAt } from "../testBrowser";

describe("the host's user", () => {
  it.each([
    [undefined, false],
    ["dr-ada", false],
    [null, true],
    ["", true],
    [42, true],
    [{}, true],
  ])("%j is not known yet: %s", (subject, expected) => {
    expect(isUnknownSubject(subject)).toBe(expected);
  });

  it.each([
    ["dr-ada", "dr-ada", false],
    ["dr-ada", "dr-bo", true],
    ["dr-ada", "", true],
    ["dr-ada", undefined, true],
    [undefined, "dr-bo", true],
    // Nobody can tell.
    ["dr-ada", null, false],
    [undefined, undefined, false],
  ])("left as %j and returned as %j: someone else: %s", (left, returned, expected) => {
    expect(isOtherSubject(left, returned)).toBe(expected);
  });
});

describe("the page of an action", () => {
  it.each([
    ["/patients/42?tab=plans#notes", "/patients/42?tab=plans"],
    ["/", "/"],
  ])("at %s is %s", (path, expected) => {
    expect(currentPage(createTestBrowser({ location: () => pageAt(path) }))).toBe(expected);
  });

  it("is none on a server", () => {
    expect(currentPage(createTestBrowser({ location: () => undefined }))).toBeUndefined();
  });
});
