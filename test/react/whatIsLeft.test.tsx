import { act, render, screen } from "@testing-library/react";
import { FullscriptCallback, type FullscriptCallbackState } from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, settled, status, watchLeaving } from "./host";

const CODE = "c0de-s3cr3t";

beforeEach(() => {
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("the page that is left", () => {
  it.each([
    ["Go back", "replace"],
    ["Connect again", "assign"],
  ] as const)("has no code in its URL by then, for a Referer: %s", async (label, how) => {
    const leaving = watchLeaving();
    const state = comeBack({ code: CODE });
    const ownUi = (callback: FullscriptCallbackState) =>
      callback.status === "failed" && (
        <>
          <button onClick={callback.leave}>Go back</button>
          <button onClick={callback.restart}>Connect again</button>
        </>
      );
    render(
      <FullscriptCallback {...FULLSCRIPT} fetch={endpoint(status(401))}>
        {ownUi}
      </FullscriptCallback>,
    );
    const button = await screen.findByRole("button", { name: label });
    expect(location.search).toContain(CODE);
    let referrer = "";
    leaving[how].mockImplementation(() => void (referrer = location.href));
    act(() => button.click());
    expect(referrer).not.toBe("");
    expect(referrer).not.toContain(CODE);
    expect(referrer).not.toContain(state);
  });
});

describe("the router's history state", () => {
  it.each<[string, (search: string, parameters: Record<string, string>) => [string, unknown]]>([
    [
      "beside a parameter that ends in a dollar sign",
      (search) => [`?price=$&b=1&${search}`, { url: `/fullscript/callback?price=$&b=1&${search}` }],
    ],
    [
      "as JSON, as Next.js until 15 has it",
      (search, parameters) => [
        `?foo=a&${search}`,
        { __NA: true, tree: ["", { children: [`__PAGE__?${JSON.stringify({ foo: "a", ...parameters })}`, {}] }] },
      ],
    ],
  ])("holds no code %s", async (_, write) => {
    const state = comeBack({ code: CODE });
    const [search, kept] = write(location.search.slice(1), { code: CODE, state });
    history.replaceState(kept, "", `/fullscript/callback${search}`);
    render(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(ok)} autoLeave={false} />);
    await settled("connected");
    expect(JSON.stringify(history.state)).not.toMatch(new RegExp(`${CODE}|fsc1`));
    expect(JSON.stringify(history.state)).toMatch(/foo|price/);
  });
});
