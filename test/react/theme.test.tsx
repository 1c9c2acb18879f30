import { render, screen } from "@testing-library/react";
import { FullscriptConnectButton, type FullscriptTheme, type FullscriptTokens } from "react-fullscript-connect";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";

const CONFIG = {
  clientId: "id",
  redirectUri: "http://localhost:3000/callback",
  environment: "us-snd",
} as const;

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  warn.mockRestore();
});

const show = (theme: FullscriptTheme) => {
  const { rerender } = render(<FullscriptConnectButton {...CONFIG} theme={theme} />);
  return {
    read: (token: string) => screen.getByRole("button").style.getPropertyValue(`--fullscript-${token}`),
    rerender: (next: FullscriptTheme) => rerender(<FullscriptConnectButton {...CONFIG} theme={next} />),
  };
};
const said = () => warn.mock.calls.map(([message]) => String(message)).filter((message) => message.includes("theme: "));
/** Waits until the check, which is loaded in development alone, has reported everything about a theme. */
const settle = () => vi.waitFor(() => expect(said().join()).toContain('"the-end" is not a preset'));

describe("theme", () => {
  it("sets tokens as custom properties, a number of radius in pixels", () => {
    const { read, rerender } = show({ accent: "#5b2a86", mutedText: "gray", radius: 6 });
    expect(["accent", "muted-text", "radius", "link"].map(read)).toEqual(["#5b2a86", "gray", "6px", ""]);
    rerender({ accent: "#123456" });
    expect(["accent", "muted-text", "radius"].map(read)).toEqual(["#123456", "", ""]);
  });

  it("sets a value for each color scheme, which the stylesheet chooses from", () => {
    const { read } = show({ radius: "2px", light: { accent: "#5b2a86" }, dark: { accent: "#c9a7e8", radius: 3 } });
    expect(read("accent")).toBe("var(--fs-light, #5b2a86) var(--fs-dark, #c9a7e8)");
    expect(read("radius")).toBe("var(--fs-light, 2px) var(--fs-dark, 3px)");
  });

  it("does not warn about valid values", async () => {
    show({
      accent: "oklch(0.5 0.2 300)",
      onAccent: "var(--primary-foreground)",
      radius: 0,
      fontFamily: "Georgia, serif",
    });
    show({ light: { accent: "rebeccapurple" }, dark: { accent: "color-mix(in srgb, red, blue)", link: undefined } });
    show("the-end" as "coal");
    await settle();
    expect(said()).toHaveLength(1);
  });

  it("reports an unknown token, an invalid value and an unknown preset once, and TypeScript refuses them", async () => {
    // @ts-expect-error There is no such token.
    const unknown: FullscriptTokens = { acent: "#5b2a86" };
    show(unknown);
    show(unknown);
    // @ts-expect-error A color is a string.
    show({ accent: 5 });
    // @ts-expect-error There is no such token.
    show({ dark: { colour: "red" } });
    show({ light: { accent: "blurple" }, radius: "round" });
    show({ radius: -1 });
    show("the-end-of-it" as "coal");
    await vi.waitFor(() => expect(said().join()).toContain("the-end-of-it"));
    expect(said().map((message) => message.replace("react-fullscript-connect: ", ""))).toEqual([
      "theme: `acent` is not a token.",
      "theme: 5 is not a value for `accent`.",
      "theme: `colour` is not a token.",
      'theme: "round" is not a value for `radius`.',
      'theme: "blurple" is not a value for `accent`.',
      "theme: -1 is not a value for `radius`.",
      'theme: "the-end-of-it" is not a preset.',
    ]);
  });
});
