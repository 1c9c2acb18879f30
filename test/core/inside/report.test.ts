// @vitest-environment node
import { FullscriptError } from "react-fullscript-connect/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { warn, warnOf } from "../../../src/core/report";

beforeEach(() => void vi.spyOn(console, "warn").mockReturnValue());
afterEach(() => void vi.unstubAllEnvs());

describe("a developer", () => {
  it.each(["development", "test", undefined])("is told, by whom and of which error, where NODE_ENV is %s", (mode) => {
    vi.stubEnv("NODE_ENV", mode);
    warn("mind the gap");
    warnOf(new FullscriptError("state_mismatch", "Start again."));
    expect(vi.mocked(console.warn).mock.calls).toEqual([
      ["react-fullscript-connect: mind the gap"],
      ["react-fullscript-connect: state_mismatch: Start again. See docs/errors.md#state_mismatch"],
    ]);
  });

  it("warns neither in production nor in an unknown environment", () => {
    vi.stubEnv("NODE_ENV", "production");
    warn("mind the gap");
    vi.stubGlobal("process", undefined);
    warn("mind the gap");
    vi.unstubAllGlobals();
    expect(console.warn).not.toHaveBeenCalled();
  });
});
