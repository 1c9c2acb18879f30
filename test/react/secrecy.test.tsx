import { inspect } from "node:util";
import {
  FullscriptCallback,
  type FullscriptCallbackProps,
  type FullscriptCallbackState,
  FullscriptError,
} from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, renderApp, status } from "./host";

const CODE = "c0de-s3cr3t";
const TOKEN = "t0ken-s3cr3t";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});

/** Everything that was said on the console, by whichever method. */
function listen() {
  const names = Object.keys(console).filter((name) => typeof console[name as keyof Console] === "function") as "log"[];
  const said = names.map((name) => vi.spyOn(console, name).mockReturnValue());
  return () => said.flatMap(({ mock }) => mock.calls as unknown[][]);
}

type Fetch = typeof fetch;
/** What a wrapper around `fetch` may do with the request that it was given. */
const throwing =
  (create: (url: Parameters<Fetch>[0], init: RequestInit) => unknown): Fetch =>
  async (url, init = {}) => {
    throw create(url, init);
  };
const headersOf = (init: RequestInit) => JSON.stringify([...new Headers(init.headers)]);
const busy = status(503, {}, { "retry-after": "0" });

/** Each way to fail, and the error's code that it ends in. Where the host is careless, it quotes what it was given. */
const FAILURES: [string, Partial<FullscriptCallbackProps>, string][] = [
  ["401", { fetch: endpoint(status(401)) }, "exchange_unauthorized"],
  ["400 invalid_grant", { fetch: endpoint(status(400, { error: "invalid_grant" })) }, "code_rejected"],
  ["404", { fetch: endpoint(status(404)) }, "exchange_rejected"],
  [
    "a web page that quotes the request",
    { fetch: async (_, init) => new Response(`<pre>${init?.body as string}${headersOf(init!)}</pre>`) },
    "exchange_rejected",
  ],
  [
    "a JSON body that quotes the request",
    { fetch: async (_, init) => Response.json({ request: init?.body, headers: headersOf(init!) }, { status: 422 }) },
    "exchange_rejected",
  ],
  ["500", { fetch: endpoint(status(500)) }, "exchange_unavailable"],
  ["503 again and again", { fetch: endpoint(busy) }, "exchange_unavailable"],
  [
    "a lost connection whose error quotes URL and body",
    { fetch: throwing((url, { body }) => new TypeError(`${location.href} ${url as string} ${body as string}`)) },
    "exchange_interrupted",
  ],
  [
    "a fetch that throws its request",
    { fetch: throwing((url, init) => ({ url, ...init, page: location.href })) },
    "exchange_interrupted",
  ],
  [
    "a fetch that throws an error with its request",
    { fetch: throwing((_, init) => Object.assign(new Error("no", { cause: init }), { config: init })) },
    "exchange_interrupted",
  ],
  [
    "no answer in time",
    { fetch: endpoint(() => new Promise(() => undefined)), timeoutMs: 1_000 },
    "exchange_interrupted",
  ],
  [
    "headers() that throws an error that quotes its token",
    {
      fetch: endpoint(ok),
      headers: () => {
        throw new Error(`Bearer ${TOKEN} has expired`);
      },
    },
    "exchange_unreachable",
  ],
  [
    "headers() that gives a token that no header can hold",
    { fetch: endpoint(ok), headers: () => ({ authorization: `Bearer ${TOKEN}\n€` }) },
    "exchange_unreachable",
  ],
  [
    "an endpoint() that throws an error that quotes the page's URL",
    {
      endpoint: () => {
        throw new Error(location.href);
      },
    },
    "misconfigured",
  ],
];

describe("code, state and token", () => {
  it.each(FAILURES)("reach no console, no error, no element and no hook's result: %s", async (_, props, code) => {
    const said = listen();
    const state = comeBack({ code: CODE });
    const seen: FullscriptCallbackState[] = [];
    const errors: FullscriptError[] = [];
    const tell = ({ error }: { error: FullscriptError }) => void errors.push(error);
    const markup: string[] = [];
    renderApp(
      <FullscriptCallback
        {...FULLSCRIPT}
        autoLeave={false}
        headers={{ authorization: `Bearer ${TOKEN}` }}
        onFailed={tell}
        onExpired={tell}
        {...props}
      >
        {(callback) => {
          seen.push(callback);
          return null;
        }}
      </FullscriptCallback>,
    );
    renderApp(
      <FullscriptCallback
        {...FULLSCRIPT}
        autoLeave={false}
        headers={{ authorization: `Bearer ${TOKEN}` }}
        {...props}
      />,
    );
    await vi.waitFor(
      async () => {
        await vi.advanceTimersByTimeAsync(1_000);
        markup.push(document.documentElement.outerHTML);
        expect(errors).toHaveLength(1);
      },
      { interval: 1, timeout: 5_000 },
    );
    const [error] = errors;
    expect(error).toBeInstanceOf(FullscriptError);
    expect(error).toMatchObject({ code });
    expect(said().flat().join()).toContain(code);
    expect(seen.at(-1)).toMatchObject({ error });
    expect(error!.cause).toBeUndefined();
    // Everything that can be found in them, enumerable or not, however deep.
    const told = inspect(
      { said: said(), seen, error, message: error!.message, stack: error!.stack, markup },
      { depth: Infinity, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity },
    );
    expect(told).toContain("exchanging");
    for (const secret of [CODE, state, TOKEN]) {
      expect(told).not.toContain(secret);
      expect(JSON.stringify([error, seen, said()])).not.toContain(secret);
    }
  });
});
