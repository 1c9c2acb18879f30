import { afterEach, expect, it, jest } from "@jest/globals";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { FullscriptCallback, type FullscriptConfig } from "react-fullscript-connect";
import * as outcomes from "react-fullscript-connect/testing";

const fullscript: FullscriptConfig = {
  clientId: "test-client",
  redirectUri: `${location.origin}/fullscript/callback`,
  environment: "us-snd",
  endpoint: "/api/fullscript/connection",
};

afterEach(cleanup);

it("connects through the app's own fetch and returns to the user's page", async () => {
  const { endpoint } = outcomes.approved(fullscript, { returnTo: "/integrations", appState: { name: "Émilie 🌿" } });
  globalThis.fetch = endpoint.fetch;
  const navigate = jest.fn();
  const onConnected = jest.fn();
  render(<FullscriptCallback {...fullscript} navigate={navigate} onConnected={onConnected} />);
  await waitFor(() => expect(navigate).toHaveBeenCalledWith("/integrations"));
  expect(endpoint.requests.map(({ method }) => method)).toEqual(["POST"]);
  expect(onConnected.mock.calls).toEqual([[expect.objectContaining({ appState: { name: "Émilie 🌿" } })]]);
});

it.each([
  ["cancelled", "cancelled", ""],
  ["expired", "expired", "code_expired"],
  ["codeRejected", "expired", "code_rejected"],
  ["endpointDown", "failed", "exchange_unavailable"],
  ["endpointRefused", "failed", "exchange_rejected"],
  ["answerLost", "failed", "exchange_interrupted"],
  ["signedOut", "failed", "exchange_unauthorized"],
  ["authorizationFailed", "failed", "authorization_error"],
  ["stateMismatch", "failed", "state_mismatch"],
  ["subjectMismatch", "failed", "subject_mismatch"],
] as const)("%s ends as %s %s", async (name, status, error) => {
  const { props } = outcomes[name](fullscript);
  render(<FullscriptCallback {...props} autoLeave={false} />);
  const panel = screen.getByRole("region");
  await waitFor(() => expect(panel.dataset.status).toBe(status));
  expect(panel.dataset.error ?? "").toBe(error);
});
