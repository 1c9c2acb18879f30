import { cleanup, screen, waitFor } from "@testing-library/react";
import { FullscriptCallback, useFullscriptConnection } from "react-fullscript-connect";
import * as testing from "react-fullscript-connect/testing";
import { describe, expect, it, vi } from "vitest";
import { FULLSCRIPT, panel, renderApp, settled } from "../react/host";

/** The status of each, its error's code or what it waits for, and how many codes are posted. */
const OUTCOMES = [
  ["approved", "connected", undefined, 1],
  ["cancelled", "cancelled", undefined, 0],
  ["expired", "expired", "code_expired", 0],
  ["codeRejected", "expired", "code_rejected", 1],
  ["exchanging", "exchanging", undefined, 1],
  ["endpointBusy", "exchanging", "retry", 1],
  ["endpointDown", "failed", "exchange_unavailable", 1],
  ["endpointRefused", "failed", "exchange_rejected", 1],
  ["answerLost", "failed", "exchange_interrupted", 1],
  ["signedOut", "failed", "exchange_unauthorized", 1],
  ["authorizationFailed", "failed", "authorization_error", 0],
  ["stateMismatch", "failed", "state_mismatch", 0],
  ["stateMissing", "failed", "state_missing", 0],
  ["invalidResponse", "failed", "invalid_response", 0],
  ["subjectMismatch", "failed", "subject_mismatch", 0],
  ["absent", "absent", undefined, 0],
] as const;

describe("ready outcomes", () => {
  it("are all here", () => {
    const others = ["callbackSearch", "callbackUrl", "mockEndpoint", "prepareTransaction"];
    expect(OUTCOMES.map(([name]) => name).sort()).toEqual(
      Object.keys(testing)
        .filter((name) => !others.includes(name) && /^[a-z]+([A-Z][a-z]+)?$/.test(name))
        .sort(),
    );
  });

  it.each(OUTCOMES)(
    "%s brings the real component to %s, %s, also the second time on one page",
    async (name, status, detail, posts) => {
      for (const idempotent of [true, false]) {
        const { props, endpoint } = testing[name]({ ...FULLSCRIPT, idempotent });
        const told = vi.fn();
        renderApp(
          <FullscriptCallback
            {...props}
            autoLeave={false}
            onConnected={told}
            onCancelled={told}
            onExpired={told}
            onFailed={told}
          />,
        );
        await settled(status);
        if (detail)
          await waitFor(() =>
            expect([panel().getAttribute("data-error"), panel().getAttribute("data-waiting")]).toContain(detail),
          );
        await waitFor(() => expect(endpoint.requests).toHaveLength(posts));
        expect(told).toHaveBeenCalledTimes(["exchanging", "absent"].includes(status) ? 0 : 1);
        cleanup();
      }
    },
  );

  it("return the host's connection, app state and page", async () => {
    const onConnected = vi.fn();
    const { props, endpoint, url, state } = testing.approved(FULLSCRIPT, {
      connection: { clinic: 7 },
      appState: { patient: "42" },
      returnTo: "/patients/42",
    });
    expect(location.pathname + location.search).toBe(url);
    const navigate = vi.fn();
    renderApp(<FullscriptCallback {...props} navigate={navigate} onConnected={onConnected} />);
    await waitFor(() => expect(navigate).toHaveBeenCalledExactlyOnceWith("/patients/42"));
    expect(onConnected).toHaveBeenCalledExactlyOnceWith({
      status: "connected",
      connection: { clinic: 7 },
      appState: { patient: "42" },
      returnTo: "/patients/42",
      replayed: false,
    });
    expect(endpoint.requests[0]).toMatchObject({
      method: "POST",
      url: "/api/fullscript/connection",
      body: { state, redirect_uri: FULLSCRIPT.redirectUri },
    });
  });

  it("keep the redirect URI's own query", () => {
    const { url } = testing.cancelled({ ...FULLSCRIPT, redirectUri: `${FULLSCRIPT.redirectUri}?clinic=7` });
    expect(url).toMatch(/^\/fullscript\/callback\?clinic=7&error=access_denied&state=fsc1\./);
  });

  it("refuse what the button would refuse", () => {
    expect(() => testing.approved({ ...FULLSCRIPT, redirectUri: "https://elsewhere.example/callback" })).toThrow(
      /https:\/\/elsewhere\.example/,
    );
  });
});

describe("mockEndpoint", () => {
  function Status({ fetch }: { fetch: typeof globalThis.fetch }) {
    const { data, disconnect } = useFullscriptConnection({ ...FULLSCRIPT, fetch });
    return <button onClick={() => disconnect.mutate()}>{JSON.stringify(data)}</button>;
  }

  it("reports the connection, and revokes it", async () => {
    const endpoint = testing.mockEndpoint();
    endpoint.connection = testing.CONNECTED;
    renderApp(<Status fetch={endpoint.fetch} />);
    const button = await screen.findByRole("button", { name: JSON.stringify(testing.CONNECTED) });
    button.click();
    await waitFor(() => expect(button).toHaveTextContent('{"connected":false}'));
    expect(endpoint.requests.map(({ method }) => method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("gives its answers in turn, and the last one for ever", async () => {
    const { fetch, requests } = testing.mockEndpoint({ status: 503, headers: { "Retry-After": "1" } }, { status: 204 });
    const post = () => fetch("/endpoint", { method: "POST", headers: { "Idempotency-Key": '"k"' }, body: "{}" });
    const answers = [await post(), await post(), await post()];
    expect(answers.map(({ status, headers }) => [status, headers.get("retry-after")])).toEqual([
      [503, "1"],
      [204, null],
      [204, null],
    ]);
    expect(await (await fetch("/endpoint")).json()).toEqual(testing.CONNECTED);
    expect(requests[0]).toEqual({ method: "POST", url: "/endpoint", headers: { "idempotency-key": '"k"' }, body: {} });
  });
});
