import { readFileSync } from "node:fs";
import { join } from "node:path";
import { act, screen } from "@testing-library/react";
import { FullscriptCallback, FullscriptConnectButton, type FullscriptErrorCode } from "react-fullscript-connect";
import * as outcomes from "react-fullscript-connect/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { FULLSCRIPT, panel, renderApp } from "../react/host";
import { readPage, root, sectionsOf } from "./pages";

// docs/errors.md has every code, and quotes what the user sees.
const sections = sectionsOf(readPage("docs/errors.md"));
const BACKEND = "Words of the backend";
const at = sections.findIndex(({ title }) => title === BACKEND);
const word = (title: string) => /^`(\w+)`/.exec(title)![1]!;
const codesIn = (part: typeof sections) => part.filter(({ level }) => level === 3).map(({ title }) => word(title));
const catalogue = new Map(
  sections
    .slice(0, at)
    .filter(({ level }) => level === 3)
    .map(({ title, text }) => [word(title), text]),
);
const source = readFileSync(join(root, "src/core/FullscriptError.ts"), "utf8");

describe("docs/errors.md", () => {
  it("has a section for every code, and no other", () => {
    const union = /FullscriptErrorCode =([^;]+);/.exec(source)![1]!;
    expect(codesIn(sections.slice(0, at)).sort()).toEqual(
      [...union.matchAll(/"(\w+)"/g)].map(([, code]) => code!).sort(),
    );
  });

  it.each([...catalogue])(
    "says for %s what happened, what causes it, what to do, and what the user sees",
    (_, text) => {
      const points = [...text.matchAll(/^- \*\*(.+?):\*\* \S/gm)].map(([, point]) => point);
      expect(points).toEqual([
        "What happened",
        "Common causes",
        "What to do",
        expect.stringMatching(/^The (user sees|button says)$/),
      ]);
    },
  );

  it("has every word of the backend that the contract has, and no other", () => {
    const contract = JSON.stringify(parse(readPage("docs/openapi.yaml")));
    const words = [...contract.matchAll(/"error":\{"(?:const":|enum":\[)([^\]}]+)/g)].flatMap(([, list]) =>
      [...list!.matchAll(/\w+/g)].map(String),
    );
    expect(codesIn(sections.slice(at)).sort()).toEqual([...new Set(words)].sort());
  });
});

/** What a section says that is read on the screen, in turn. */
function quoted(code: FullscriptErrorCode, point: string): string[] {
  const line = new RegExp(`^- \\*\\*${point}:\\*\\*(.+)$`, "m").exec(catalogue.get(code)!)![1]!;
  return [...line.matchAll(/“([^”]+)”/g)].map(([, text]) => text!);
}

const CALLBACKS: [FullscriptErrorCode, outcomes.PrepareCallback, object?][] = [
  ["invalid_response", outcomes.invalidResponse],
  ["state_missing", outcomes.stateMissing],
  ["state_mismatch", outcomes.stateMismatch],
  ["subject_mismatch", outcomes.subjectMismatch],
  ["authorization_error", outcomes.authorizationFailed],
  ["code_expired", outcomes.expired],
  ["code_rejected", outcomes.codeRejected],
  ["exchange_interrupted", outcomes.answerLost],
  ["exchange_unreachable", outcomes.approved, { headers: () => Promise.reject(new Error()) }],
  ["exchange_unavailable", outcomes.endpointDown],
  ["exchange_unauthorized", outcomes.signedOut],
  ["exchange_rejected", outcomes.endpointRefused],
];

const BUTTONS: [FullscriptErrorCode, object][] = [
  ["misconfigured", { clientId: "" }],
  [
    "storage_unavailable",
    {
      storage: {
        setItem: () => undefined,
        getItem: () => null,
        removeItem: () => undefined,
        key: () => null,
        length: 0,
      },
    },
  ],
  ["popup_blocked", { mode: "popup" }],
];

describe("what docs/errors.md quotes is on the screen", () => {
  beforeEach(() => {
    vi.spyOn(console, "warn").mockReturnValue();
  });

  it.each(CALLBACKS)("%s", async (code, prepare, props = {}) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    renderApp(<FullscriptCallback {...prepare(FULLSCRIPT).props} idempotent {...props} />);
    await vi.waitFor(async () => {
      // What is tried again by itself is given up after a while.
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(panel()).toHaveAttribute("data-error", code);
    });
    const shown = [screen.getByRole("heading"), ...screen.getAllByRole("button")].map(({ textContent }) => textContent);
    expect(shown).toEqual(quoted(code, "The user sees"));
  });

  it.each(BUTTONS)("%s", (code, props) => {
    vi.spyOn(window, "open").mockReturnValue(null);
    renderApp(<FullscriptConnectButton {...FULLSCRIPT} {...props} />);
    act(() => screen.getByRole("button").click());
    expect(screen.getByRole("button")).toHaveAttribute("data-error", code);
    expect([screen.getByRole("alert").textContent]).toEqual(quoted(code, "The button says"));
  });

  it("for every code", () => {
    expect([...CALLBACKS, ...BUTTONS].map(([code]) => code).sort()).toEqual([...catalogue.keys()].sort());
  });
});
