// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { describe, expect, it, onTestFinished } from "vitest";
import { fetch } from "../sandbox/localFetch";
import { serve } from "../serve";
import { runCli } from "./runCli";
import { type Answer, answerPage, CALLBACK_PATH, CLIENT_ID, CLIENT_SECRET, ENDPOINT_PATH, startApp } from "./startApp";

interface Report {
  ok: boolean;
  authorizationUrl: string;
  checks: { id: string; title: string; status: string; message: string; advice?: string }[];
}

const wordsOf = (options: Record<string, string>) =>
  Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);

const docs = join(import.meta.dirname, "../../docs");
const schema = JSON.parse(readFileSync(join(docs, "doctor.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ validateFormats: false }).compile(schema);

/** Runs the doctor with `--json`, and holds what every report owes. */
async function examine(options: Record<string, string>) {
  const { status, stdout, stderr } = await runCli(["doctor", "--json", ...wordsOf(options)], {
    FULLSCRIPT_CLIENT_SECRET: CLIENT_SECRET,
  });
  expect(stderr).toBe("");
  expect(stdout).not.toContain(CLIENT_SECRET);
  const report = JSON.parse(stdout) as Report;
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  const failed = report.checks.filter((check) => check.status === "failed");
  expect([report.ok, status]).toEqual(failed.length === 0 ? [true, 0] : [false, 1]);
  for (const check of failed) expect(check.advice).toMatch(/\.$/);
  return { ...report, failed: failed.map(({ id }) => id), text: JSON.stringify(report) };
}

const redirect = (Location: string) => new Response(null, { status: 302, headers: { Location } });

/** Lets the right endpoint answer, and removes one header. */
const without =
  (header: string) =>
  (right: Answer): Answer =>
  async (request) => {
    const response = await right(request);
    const headers = new Headers(response.headers);
    headers.delete(header);
    return new Response(response.body, { status: response.status, headers });
  };

/** Lets the right endpoint answer a request with another header. */
const receiving =
  (name: string, value: (request: Request) => string) =>
  (right: Answer): Answer =>
  (request) => {
    const headers = new Headers(request.headers);
    if (headers.has(name)) headers.set(name, value(request));
    return right(new Request(request, { headers }));
  };

describe("doctor, on an app that is right", () => {
  it.each([
    ["on one origin", undefined],
    ["with the endpoint on another origin", "listed"],
  ] as const)("finds nothing %s, but cannot see past the sign-in page", async (_, crossOrigin) => {
    const { options } = await startApp({ ...(crossOrigin && { crossOrigin }) });
    const { checks, failed, authorizationUrl } = await examine(options);
    expect(failed).toEqual([]);
    const unknown = checks.filter(({ status }) => status !== "passed");
    expect(unknown).toMatchObject([{ id: "authorization-request", status: "unknown" }]);
    expect(unknown[0]!.message).toContain("proves nothing");
    // Whoever opens it sees what to expect.
    expect(unknown[0]!.advice).toContain(`expect a page that asks for consent`);
    expect(unknown[0]!.advice).toContain(authorizationUrl);
    expect((await fetch(authorizationUrl)).status).toBe(200);
  });

  it("takes its options from variables, prints one line per check, and never the secret", async () => {
    const { options } = await startApp();
    const variables = Object.entries(options).map(([name, value]) => [
      `FULLSCRIPT_${name.replaceAll("-", "_").toUpperCase()}`,
      value,
    ]);
    const { status, stdout } = await runCli(["doctor"], {
      ...(Object.fromEntries(variables) as Record<string, string>),
      FULLSCRIPT_CLIENT_SECRET: CLIENT_SECRET,
    });
    expect(status).toBe(0);
    expect(stdout).not.toContain(CLIENT_SECRET);
    expect(stdout.match(/^ {2}[✓✗?-] .+$/gm)).toHaveLength(11);
    expect(stdout).toContain("10 passed, 0 failed, 1 to check by hand, 0 skipped.");
  });

  it("skips the endpoint if none is given", async () => {
    const { endpoint: _, ...options } = (await startApp()).options;
    const { checks } = await examine(options);
    const skipped = checks.filter(({ status }) => status === "skipped").map(({ id }) => id);
    expect(skipped).toEqual([
      "callback-csp",
      "endpoint",
      "endpoint-no-store",
      "endpoint-cors",
      "endpoint-content-type",
      "endpoint-foreign-origin",
    ]);
  });

  it("sends no cookie, no secret and no code of anyone's", async () => {
    const seen: string[] = [];
    const { options } = await startApp({
      endpoint: (right) => (request) => {
        seen.push(JSON.stringify([request.url, [...request.headers]]));
        return right(request);
      },
    });
    await examine(options);
    expect(seen.length).toBeGreaterThan(2);
    for (const request of seen) expect(request).not.toMatch(new RegExp(`cookie|authorization|${CLIENT_SECRET}`, "i"));
  });
});

describe("doctor, on an app that is wrong in one way", () => {
  it("finds a mismatched redirect URI", async () => {
    const { options } = await startApp();
    const { failed, text } = await examine({ ...options, "redirect-uri": `${options["redirect-uri"]!}/` });
    expect(failed).toEqual(["authorization-request"]);
    expect(text).toContain("404");
    expect(text).toContain("character by character");
  });

  it("finds a client of another environment", async () => {
    const { options } = await startApp();
    const elsewhere = await startApp();
    const { failed, text } = await examine({
      ...options,
      "authorization-endpoint": elsewhere.options["authorization-endpoint"]!,
    });
    expect(failed).toEqual(["authorization-request"]);
    expect(text).toContain("a client of us-snd is unknown to us");
  });

  it("checks no content type if the endpoint refuses the app's origin", async () => {
    const endpoint = (right: Answer): Answer => receiving("origin", () => "https://maple.example")(right);
    const { checks, failed } = await examine((await startApp({ crossOrigin: "listed", endpoint })).options);
    expect(failed).toEqual(["endpoint-cors"]);
    expect(checks.find(({ id }) => id === "endpoint-content-type")!.message).toBe('"CORS" has to pass first.');
  });

  it("finds a request that Fullscript refuses by a redirect", async () => {
    const { options } = await startApp();
    const Location = `${options["redirect-uri"]!}?error=unauthorized_client`;
    const refusing = await serve((_, response) => response.writeHead(302, { Location }).end());
    onTestFinished(() => refusing.close());
    const { failed, text } = await examine({ ...options, "authorization-endpoint": refusing.origin });
    expect(failed).toEqual(["authorization-request"]);
    expect(text).toContain("unauthorized_client");
  });

  it.each<[string, string[], string, Parameters<typeof startApp>[0]]>([
    ["an SPA without a fallback", ["callback-page"], "404", { callback: () => new Response(null, { status: 404 }) }],
    ["a callback page behind a sign-in", ["callback-page"], "/login", { callback: () => redirect("/login") }],
    ["a callback that is no page", ["callback-page"], "application/json", { callback: () => Response.json({}) }],
    [
      "a query that a redirect to a trailing slash drops",
      ["callback-query"],
      "drops code and state",
      {
        callback: ({ url }) => (new URL(url).pathname.endsWith("/") ? answerPage() : redirect(`${CALLBACK_PATH}/`)),
      },
    ],
    ["a missing Referrer-Policy", ["callback-referrer-policy"], "no-referrer", { callback: () => answerPage({}) }],
    [
      "a Referrer-Policy that sends the code to other sites",
      ["callback-referrer-policy"],
      "unsafe-url",
      { callback: () => answerPage({ "Referrer-Policy": "unsafe-url" }) },
    ],
    ["HTML from the endpoint", ["endpoint"], "HTML page", { endpoint: () => () => answerPage() }],
    ["an endpoint that redirects to a sign-in", ["endpoint"], "/login", { endpoint: () => () => redirect("/login") }],
    [
      "an endpoint that takes anybody for a user",
      ["endpoint"],
      "200",
      { endpoint: () => () => Response.json({ connected: true }) },
    ],
    ["an endpoint without GET", ["endpoint"], "405", { endpoint: () => () => Response.json({}, { status: 405 }) }],
    [
      "an endpoint that is not mounted",
      ["endpoint"],
      "404",
      { endpoint: () => () => Response.json({}, { status: 404 }) },
    ],
    ["a 401 without JSON", ["endpoint"], "not JSON", { endpoint: () => () => new Response("no", { status: 401 }) }],
    ["a missing CORS header", ["endpoint-cors"], "allowedOrigins", { crossOrigin: "unlisted" }],
    [
      "CORS for the preflight alone",
      ["endpoint-cors"],
      "Only the preflight",
      {
        crossOrigin: "listed",
        endpoint: (right) => (request) =>
          (request.method === "OPTIONS" ? right : without("access-control-allow-origin")(right))(request),
      },
    ],
    [
      "a preflight that allows fewer headers",
      ["endpoint-cors"],
      "Access-Control-Allow-Headers",
      { crossOrigin: "listed", endpoint: without("access-control-allow-headers") },
    ],
    ["a cached answer", ["endpoint-no-store"], "no-store", { endpoint: without("cache-control") }],
    [
      "an endpoint that reads any content type",
      ["endpoint-content-type"],
      "415",
      { endpoint: receiving("content-type", () => "application/json") },
    ],
    [
      "an endpoint that answers a foreign origin",
      ["endpoint-foreign-origin"],
      "403",
      { endpoint: receiving("origin", ({ url }) => new URL(url).origin) },
    ],
    [
      "an endpoint that lets every origin read its answers",
      ["endpoint-foreign-origin"],
      "every origin",
      {
        endpoint: (right) => async (request) => {
          const response = await right(request);
          response.headers.set("Access-Control-Allow-Origin", request.headers.get("origin") ?? "*");
          return response;
        },
      },
    ],
  ])("finds %s", async (_, ids, words, mistakes) => {
    const { failed, text } = await examine((await startApp(mistakes)).options);
    expect(failed).toEqual(ids);
    expect(text).toContain(words);
  });

  it.each([
    ["default-src 'self'; connect-src 'none'", ["callback-csp"]],
    ["default-src 'none'", ["callback-csp"]],
    ["connect-src https://api.maple.example, default-src 'self'", ["callback-csp"]],
    ["connect-src 'self' https://*.maple.example", []],
    ["default-src 'none'; connect-src http://localhost:*", []],
    ["script-src 'self'; frame-ancestors 'none'", []],
  ])("reads the policy %s", async (policy, ids) => {
    const callback = () => answerPage({ "Referrer-Policy": "no-referrer", "Content-Security-Policy": policy });
    expect((await examine((await startApp({ callback })).options)).failed).toEqual(ids);
  });

  it("reads policies from the page, too", async () => {
    const html = `<meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`;
    const callback = () => new Response(html, { headers: { "Content-Type": "text/html" } });
    expect((await examine((await startApp({ callback })).options)).failed).toEqual(["callback-csp"]);
  });

  it("says which server can't be reached", async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    const { failed, text } = await examine({
      "authorization-endpoint": `${gone.origin}/authorize`,
      "client-id": CLIENT_ID,
      "redirect-uri": `${gone.origin}${CALLBACK_PATH}`,
      endpoint: ENDPOINT_PATH,
    });
    expect(failed).toEqual(["authorization-request", "callback-page", "endpoint"]);
    expect(text).toContain(`${gone.origin} could not be reached: ECONNREFUSED.`);
  });

  it.each([
    ["http://maple.example/callback", "https"],
    ["https://maple.example/#/callback", "fragment"],
  ])("sends nothing for %s", async (redirectUri, word) => {
    const { options } = await startApp();
    const { failed, checks } = await examine({ ...options, "redirect-uri": redirectUri });
    expect(failed).toEqual(["redirect-uri"]);
    expect(checks[0]!.message).toContain(word);
    expect(checks.filter(({ status }) => status === "skipped")).toHaveLength(10);
  });
});

it("documents every check", async () => {
  const { checks } = await examine((await startApp()).options);
  const ids = checks.map(({ id }) => id);
  const page = readFileSync(join(docs, "cli.md"), "utf8");
  const checksTable = page.slice(page.indexOf("### Checks"));
  expect([...checksTable.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id)).toEqual(ids);
  expect(JSON.stringify(schema)).toContain(JSON.stringify({ enum: ids }));
});

describe("doctor, called wrongly", () => {
  const right = { environment: "us-snd", "client-id": "id", "redirect-uri": "https://maple.example/callback" };

  it.each<[string, Record<string, string>, string]>([
    ["no environment", { ...right, environment: "" }, "--environment"],
    ["an unknown environment", { ...right, environment: "eu" }, "us, ca, us-snd, ca-snd"],
    ["an unknown option", { ...right, region: "us" }, "Unknown option '--region'."],
    ["the secret", { ...right, "client-secret": CLIENT_SECRET }, "Unknown option '--client-secret'."],
    ["the secret as the client ID", { ...right, "client-id": CLIENT_SECRET }, "client secret"],
    ["the secret in the URL", { ...right, endpoint: `/api?client_secret=${CLIENT_SECRET}` }, "client secret"],
    ["a relative redirect URI", { ...right, "redirect-uri": "/callback" }, "absolute"],
  ])("refuses %s with one clear error, the usage and status 2", async (_, options, text) => {
    const { status, stdout, stderr } = await runCli(["doctor", ...wordsOf(options)], {
      FULLSCRIPT_CLIENT_SECRET: CLIENT_SECRET,
    });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr.trim().split("\n")[0]).toContain(text);
    expect(stderr).toContain("--redirect-uri <url>");
    expect(stderr).not.toContain(CLIENT_SECRET);
  });
});
