// @vitest-environment node
import fc from "../../properties";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { parseReturnTo } from "../../../src/core/url";
import { describe, expect, it } from "vitest";
import { CONFIG, createTestBrowser, ORIGIN } from "../testBrowser";

const HOSTILE = [
  "//evil.example",
  "//evil.example/clinic.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "\\evil.example",
  "/\\/evil.example",
  "/\\\\evil.example",
  "\\\\\\evil.example",
  "/path\\..\\..\\evil",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "https:\\\\evil.example",
  "https:/\\evil.example",
  "http:evil.example",
  "HTTPS:evil.example",
  "https://evil.example",
  "https://evil.example/",
  "hTTps://evil.example/",
  "https://evil.example#clinic.example",
  "https://evil.example?https://clinic.example",
  "https://clinic.example.evil.example/",
  "https://clinic.example@evil.example/",
  "https://clinic.example:pass@evil.example/",
  "https://evil@clinic.example/",
  "https://evil:pass@clinic.example/",
  "https://:pass@clinic.example/",
  "https://clinic.example:8443/",
  "https://clinic.example:80/",
  "http://clinic.example/",
  "ftp://clinic.example/",
  "wss://clinic.example/",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "java\tscript:alert(1)",
  "\u0001javascript:alert(1)",
  " javascript:alert(1)",
  "javascript://clinic.example/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:,",
  "vbscript:x",
  "blob:https://clinic.example/0b5e",
  "filesystem:https://clinic.example/temporary/x",
  "view-source:https://clinic.example/",
  "about:blank",
  "mailto:a@clinic.example",
  "file:///etc/passwd",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "\t//evil.example",
  "\n//evil.example",
  " //evil.example",
  "/\u0000/evil.example",
  "/a\tb",
  "/a\nb",
  "/a\u007fb",
  "/a\u0085b",
  "/.//evil.example",
  "/..//evil.example",
  "/a/..//evil.example",
  "/a/../..//evil.example",
  ".//evil.example",
  "/%2e//evil.example",
  "/%2E%2E//evil.example",
  "/%2f%2fevil.example",
  "/%2F/evil.example",
  "/%2fevil.example",
  "/%5cevil.example",
  "/%5C%5Cevil.example",
  "https://clinic.example//evil.example",
  "https://clinic.example/%2fevil.example",
  "https://[::1",
  "https://",
  "//",
  "///",
  "https://clinic.example\u3002evil.example/",
  "https://clinic%2eexample.evil.example/",
];

describe("parseReturnTo", () => {
  it("has at least sixty hostile addresses to refuse", () => {
    expect(new Set(HOSTILE).size).toBe(HOSTILE.length);
    expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
  });

  it.each(HOSTILE)("refuses %j", (returnTo) => {
    expect(() => parseReturnTo(returnTo, ORIGIN)).toThrow(expect.objectContaining({ code: "misconfigured" }));
    const browser = createTestBrowser();
    expect(() => createAuthorizationRequest(CONFIG, { returnTo }, browser)).toThrow(/`returnTo` is not on/);
    expect(browser.storage().length).toBe(0);
  });

  it.each([
    ["/patients/42", "/patients/42"],
    ["/patients/42?tab=plans&q=a%20b#notes", "/patients/42?tab=plans&q=a%20b#notes"],
    ["patients/42", "/patients/42"],
    ["?tab=plans", "/?tab=plans"],
    ["#notes", "/#notes"],
    ["", "/"],
    ["/", "/"],
    ["https://clinic.example/patients/42", "/patients/42"],
    ["https://clinic.example:443/x", "/x"],
    ["HTTPS://CLINIC.EXAMPLE/x", "/x"],
    ["//clinic.example/x", "/x"],
    ["/redirect?to=https://evil.example", "/redirect?to=https://evil.example"],
    ["/a//b", "/a//b"],
    ["/files/a%2Fb", "/files/a%2Fb"],
    ["/patients/José", "/patients/Jos%C3%A9"],
    ["/a/../b", "/b"],
  ])("keeps %j as %j", (returnTo, expected) => {
    expect(parseReturnTo(returnTo, ORIGIN)).toBe(expected);
  });

  it("gives, for any string that it takes, a path that stays on the origin when it is parsed again", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      ":",
      "@",
      "https:",
      "//",
      "evil.example",
      "clinic.example",
      "%2f",
      "%5c",
      "\t",
      "\n",
      " ",
      "?",
      "#",
      "a",
      "javascript:",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
          fc.webUrl(),
          fc.string({ unit: "binary" }),
        ),
        (returnTo) => {
          let path: string;
          try {
            path = parseReturnTo(returnTo, ORIGIN);
          } catch {
            return;
          }
          expect(path).toMatch(/^\/(?![/\\])/);
          expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
          expect(parseReturnTo(path, ORIGIN)).toBe(path);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it("refuses everything if the page has no origin", () => {
    expect(() => parseReturnTo("/x", "null")).toThrow(/`returnTo` is not on/);
  });
});
