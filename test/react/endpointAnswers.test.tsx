import { QueryClient } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import {
  FullscriptCallback,
  type FullscriptCallbackProps,
  type FullscriptCallbackState,
  useFullscriptConnection,
} from "react-fullscript-connect";
import { callbackBrowser } from "../core/inside/internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, panel, renderApp, settled, status, watchLeaving } from "./host";

const html = (code: number) => () =>
  new Response("<!doctype html><title>Sign in</title>", { status: code, headers: { "content-type": "text/html" } });

/** What `fetch` returns for a redirect that it does not follow. */
const redirect = () =>
  Object.defineProperties(new Response(null), {
    status: { value: 0 },
    ok: { value: false },
    type: { value: "opaqueredirect" },
  });

/** What a host's own `fetch` returns after it followed a redirect to a page. */
const followed = () => Object.defineProperty(html(200)(), "redirected", { value: true });

beforeEach(() => {
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

/** Returns from Fullscript to an endpoint that answers so, and what the callback's render function got last. */
async function exchange(
  answer: () => Response | Promise<Response>,
  props: Partial<FullscriptCallbackProps> = {},
): Promise<{
  state: FullscriptCallbackState;
  fetch: ReturnType<typeof endpoint>;
  onConnected: ReturnType<typeof vi.fn>;
}> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  comeBack();
  const fetch = endpoint(answer);
  const onConnected = vi.fn();
  let state: FullscriptCallbackState = { status: "reading" };
  renderApp(
    <FullscriptCallback {...FULLSCRIPT} autoLeave={false} fetch={fetch} onConnected={onConnected} {...props}>
      {(callback) => {
        state = callback;
        return null;
      }}
    </FullscriptCallback>,
  );
  await vi.waitFor(async () => {
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(state.status).not.toMatch(/reading|exchanging/);
  });
  vi.useRealTimers();
  return { state, fetch, onConnected };
}

describe("a 2xx whose JSON says no", () => {
  it.each([
    ["an error", { error: "server_error" }, "exchange_rejected"],
    ["an error beside other data", { connected: true, error: "no_account" }, "exchange_rejected"],
    ["invalid_grant", { error: "invalid_grant" }, "code_rejected"],
    ["connected: false", { connected: false }, "exchange_rejected"],
    ["success: false", { success: false }, "exchange_rejected"],
    ["null", null, "exchange_rejected"],
  ])("is no connection: %s", async (_, body, code) => {
    const { state, fetch, onConnected } = await exchange(status(200, body), { idempotent: true });
    expect(state).toMatchObject({
      status: code === "code_rejected" ? "expired" : "failed",
      error: { code, retryable: false, status: 200 },
    });
    expect(onConnected).not.toHaveBeenCalled();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it.each([
    ["success: true", { success: true }],
    ["data of the host's own", { clinic: 7, error: null }],
    ["an empty object", {}],
    ["an array", []],
    ["a text", "OK"],
    ["false by itself", false],
  ])("is a connection otherwise: %s", async (_, body) => {
    const { state } = await exchange(status(201, body));
    expect(state).toMatchObject({ status: "connected", connection: body });
  });
});

describe("invalid_grant", () => {
  it.each([400, 401, 403, 422, 429, 500, 502, 503])("rejects the code with status %d, at once", async (code) => {
    const { state, fetch } = await exchange(status(code, { error: "invalid_grant" }), { idempotent: true });
    expect(state).toMatchObject({
      status: "expired",
      error: { code: "code_rejected", retryable: false, status: code },
    });
    expect(fetch).toHaveBeenCalledOnce();
  });
});

describe("an answer that asks for a sign-in", () => {
  it.each([
    ["a redirect", redirect],
    ["a redirect that the host's fetch returns", () => new Response(null, { status: 302 })],
    ["a redirect that the host's fetch followed to a page", followed],
    ["419", html(419)],
    ["419 with JSON", status(419)],
  ])("may come after success, so the code is presented again only to an idempotent endpoint: %s", async (_, answer) => {
    const once = await exchange(answer);
    expect(once.state).toMatchObject({ error: { code: "exchange_unauthorized", retryable: false } });
    expect(once.state).toHaveProperty("restart");
    expect(once.state).not.toHaveProperty("retry");

    const again = await exchange(answer, { idempotent: true });
    expect(again.state).toMatchObject({ error: { code: "exchange_unauthorized", retryable: true } });
    expect(again.state).toHaveProperty("retry");
  });

  it("shows the sign-in text for a redirect", async () => {
    comeBack();
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(redirect)} />);
    await settled("failed");
    expect(screen.getByRole("heading")).toHaveTextContent("You have been signed out of this app");
    expect(screen.getByRole("button", { name: "Connect again" })).toBeVisible();
  });

  it.each([
    ["401", html(401), "exchange_unauthorized"],
    ["403 with JSON", status(403, { message: "CSRF" }), "exchange_unauthorized"],
    ["403 of a firewall, which is a page", html(403), "exchange_rejected"],
    ["403 without a body", () => new Response(null, { status: 403 }), "exchange_rejected"],
    ["403 access_denied", status(403, { error: "access_denied" }), "exchange_rejected"],
  ])("is not a firewall's: %s", async (_, answer, code) => {
    expect((await exchange(answer)).state).toMatchObject({ error: { code } });
  });

  it("advises credentials only to a host that sends neither cookies nor an Authorization header to another origin", async () => {
    const other = "https://api.clinic.example/fullscript";
    const advice = '`credentials` is not "include"';
    const messageOf = async (props: Partial<FullscriptCallbackProps>) => {
      const { state } = await exchange(status(401), { endpoint: other, ...props });
      return "error" in state ? state.error.message : "";
    };
    expect(await messageOf({})).toContain(advice);
    expect(await messageOf({ headers: async () => ({ Authorization: "Bearer t" }) })).not.toContain(advice);
    expect(await messageOf({ credentials: "include" })).not.toContain(advice);
    expect(await messageOf({ endpoint: FULLSCRIPT.endpoint })).not.toContain(advice);
  });
});

describe("the request", () => {
  it("has an Idempotency-Key only for an idempotent endpoint", async () => {
    const headersOf = async (idempotent: boolean) => {
      const { fetch } = await exchange(ok, { idempotent });
      return new Headers(fetch.mock.calls[0]![1]!.headers);
    };
    expect([...(await headersOf(false)).keys()]).toEqual(["content-type"]);
    expect((await headersOf(true)).get("idempotency-key")).toMatch(/^"[\da-f-]{36}"$/);
  });
});

describe("a request to another origin that fails without an answer", () => {
  const refused = () => Promise.reject(new TypeError("Failed to fetch"));
  const failing: Partial<FullscriptCallbackProps> = {
    endpoint: "https://api.clinic.example/fullscript?tenant=7",
    headers: async () => ({ Authorization: "Bearer t0ken", apikey: "k", Accept: "application/json" }),
  };
  const messageOf = (state: FullscriptCallbackState) => ("error" in state ? state.error.message : "");

  it("names what the endpoint must allow if a probe gets an answer", async () => {
    const probe = vi.spyOn(callbackBrowser, "fetch").mockResolvedValue(new Response());
    const { state } = await exchange(refused, failing);
    expect(state).toMatchObject({ status: "failed", error: { code: "exchange_interrupted", retryable: false } });
    expect(messageOf(state)).toContain(`origin ${location.origin} and the headers apikey, authorization, content-type`);
    expect(messageOf(state)).not.toContain("t0ken");
    expect(probe).toHaveBeenCalledExactlyOnceWith(
      "https://api.clinic.example/fullscript",
      expect.objectContaining({ mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer" }),
    );
  });

  it("names the key's header too if the endpoint is idempotent, and the credentials if they are sent", async () => {
    vi.spyOn(callbackBrowser, "fetch").mockResolvedValue(new Response());
    const { state } = await exchange(refused, { ...failing, idempotent: true, credentials: "include" });
    expect(messageOf(state)).toContain("headers apikey, authorization, content-type, idempotency-key, and credentials");
  });

  it("speaks of the network if the probe fails too, or does not end", async () => {
    const probe = vi.spyOn(callbackBrowser, "fetch").mockRejectedValue(new TypeError("Failed to fetch"));
    expect(messageOf((await exchange(refused, failing)).state)).toMatch(/network/);
    probe.mockReturnValue(new Promise(() => undefined));
    expect(messageOf((await exchange(refused, failing)).state)).toMatch(/network/);
  });

  it.each<[string, Partial<FullscriptCallbackProps>, string]>([
    ["in production", failing, "production"],
    ["to its own origin", { ...failing, endpoint: "/api" }, "development"],
  ])("is not probed %s", async (_, props, environment) => {
    vi.stubEnv("NODE_ENV", environment);
    const probe = vi.spyOn(callbackBrowser, "fetch");
    const { state } = await exchange(refused, props);
    vi.unstubAllEnvs();
    expect(state).toMatchObject({ error: { code: "exchange_interrupted" } });
    expect(probe).not.toHaveBeenCalled();
  });
});

describe("tokens in the endpoint's answer", () => {
  const TOKEN = "t0ken-s3cr3t";
  const ANSWERS = [
    { access_token: TOKEN, token_type: "Bearer" },
    { connected: true, oauth: { access_token: TOKEN, refresh_token: TOKEN, scope: "clinic:read" } },
    { connected: true, data: [{ tokens: { accessToken: TOKEN, refreshToken: TOKEN } }] },
  ];

  it.each(["development", "production"])("reach nobody in %s, and one error says so", async (environment) => {
    vi.stubEnv("NODE_ENV", environment);
    const said = vi.spyOn(console, "error").mockReturnValue();
    for (const answer of ANSWERS) {
      said.mockClear();
      const { state, onConnected } = await exchange(status(200, answer));
      expect(state.status).toBe("connected");
      expect(onConnected).toHaveBeenCalledOnce();
      expect(JSON.stringify([state, onConnected.mock.calls, said.mock.calls])).not.toContain(TOKEN);
      expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("token"));
    }
    vi.unstubAllEnvs();
  });

  it("leave the rest of the answer", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const { state } = await exchange(status(200, { connected: true, oauth: { access_token: TOKEN, scope: "s" } }));
    expect(state).toHaveProperty("connection", { connected: true, oauth: { scope: "s" } });
  });

  it("do not reach the query cache", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    const client = new QueryClient();
    const fetch = endpoint(status(200, { connected: true, access_token: TOKEN }));
    function Status() {
      return <output>{String(useFullscriptConnection({ ...FULLSCRIPT, fetch }).data?.connected)}</output>;
    }
    renderApp(<Status />, client);
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("true"));
    expect(
      JSON.stringify(
        client
          .getQueryCache()
          .getAll()
          .map(({ state }) => state),
      ),
    ).not.toContain(TOKEN);
    expect(said).toHaveBeenCalledOnce();
  });

  it("are no tokens if only a text says so", async () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    const { state } = await exchange(status(200, { note: "access_token" }));
    expect(state).toMatchObject({ connection: { note: "access_token" } });
    expect(said).not.toHaveBeenCalled();
  });
});

describe("an empty code beside an error", () => {
  it("is the error: a cancel shows as cancelled", async () => {
    comeBack({ code: "", error: "access_denied" });
    const fetch = endpoint(ok);
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={fetch} />);
    await settled("cancelled");
    expect(panel()).not.toHaveAttribute("data-error");
    expect(fetch).not.toHaveBeenCalled();
  });
});
