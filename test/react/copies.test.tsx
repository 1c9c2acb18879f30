import { act, render, waitFor } from "@testing-library/react";
import { FullscriptCallback, type FullscriptCallbackProps } from "react-fullscript-connect";
import { StrictMode } from "react";
import { expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok } from "./host";

/** The package once more, as where two parts of an app have each bundled it. */
async function copy() {
  vi.resetModules();
  const { FullscriptCallback: Copy } = await import("react-fullscript-connect");
  expect(Copy).not.toBe(FullscriptCallback);
  return Copy;
}

const show = (...expected: string[]) =>
  waitFor(() =>
    expect(
      [...document.querySelectorAll("[data-fullscript=callback]")].map((panel) => panel.getAttribute("data-status")),
    ).toEqual(expected),
  );

it("is one exchange in two copies of the package at once, and in a third that comes later", async () => {
  comeBack();
  let answer = (): void => undefined;
  const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
  const onConnected = vi.fn();
  const props: FullscriptCallbackProps = { ...FULLSCRIPT, fetch, onConnected, autoLeave: false };
  const Second = await copy();
  const Third = await copy();
  const both = (
    <>
      <FullscriptCallback {...props} />
      <Second {...props} />
    </>
  );
  const { rerender } = render(<StrictMode>{both}</StrictMode>);
  await waitFor(() => expect(fetch).toHaveBeenCalled());
  await act(async () => answer());
  await show("connected", "connected");
  rerender(
    <StrictMode>
      {both}
      <Third {...props} />
    </StrictMode>,
  );
  await show("connected", "connected", "connected");
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(onConnected).toHaveBeenCalledTimes(1);
});
