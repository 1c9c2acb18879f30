import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback } from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, renderApp, settled, status, watchLeaving } from "./host";

const onSignIn = vi.fn();
const buttons = () => screen.getAllByRole("button").map(({ textContent }) => textContent);

beforeEach(() => {
  onSignIn.mockReset();
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("onSignIn, when the user's session has ended", () => {
  it("is the callback's main action, before the retry of the same code", async () => {
    comeBack();
    renderApp(
      <FullscriptCallback {...FULLSCRIPT} fetch={endpoint(status(401), ok)} onSignIn={onSignIn} autoLeave={false} />,
    );
    await settled("failed");
    expect(buttons()).toEqual(["Sign in", "Try again", "Go back"]);
    expect(screen.getByRole("alert")).toHaveTextContent("Sign in, then try again.");
    expect(screen.getByRole("heading")).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(onSignIn).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await settled("connected");
    expect(onSignIn).toHaveBeenCalledOnce();
  });

  it("is not offered for another failure of the callback", async () => {
    comeBack();
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(status(404))} onSignIn={onSignIn} />);
    await settled("failed");
    expect(buttons()).toEqual(["Connect again", "Go back"]);
  });
});
