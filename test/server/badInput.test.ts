// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { createHost, ENDPOINT, exchange, ORIGIN, REDIRECT_URI, refusal, textWith } from "./host";

const good = JSON.stringify(exchange());
const utf8 = new TextEncoder();

/** A request that differs from a good one in what is given; `null` leaves a header out. */
interface Case {
  method?: string;
  headers?: Record<string, string | null>;
  body?: BodyInit | null;
}

function createRequest({ method = "POST", headers = {}, body = good }: Case): Request {
  const all: Record<string, string | null> = { "Content-Type": "application/json", Origin: ORIGIN, ...headers };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return new Request(ENDPOINT, {
    method,
    headers: sent,
    ...(method === "HEAD" || method === "GET" ? {} : { body }),
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
}

function createBody(changes: Record<string, unknown>): Case {
  return { body: JSON.stringify(exchange(changes)) };
}

/** A good body with these bytes in a member that nobody reads. */
function createBytes(...bytes: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...utf8.encode(good.replace("}", ',"other":"')), ...bytes, ...utf8.encode('"}')]);
}

function createStream(...chunks: (Uint8Array | Error)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk instanceof Error) controller.error(chunk);
      else if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
}

const table: [number, string, [string, Case][]][] = [
  [
    405,
    "invalid_request",
    [
      "PUT",
      "PATCH",
      "OPTIONS",
      "PROPFIND",
      "QUERY",
      "X",
      "LINK",
      "REPORT",
      "PURGE",
      "delete-all",
      "GETS",
      "POSTS",
      "XDELETE",
    ].map((method) => [`method ${method}`, { method }]),
  ],
  [
    403,
    "access_denied",
    [
      ["another origin", { headers: { Origin: "https://evil.example" } }],
      ["the same host by http", { headers: { Origin: "http://clinic.example" } }],
      ["the same host on another port", { headers: { Origin: "https://clinic.example:8443" } }],
      ["a host that begins with ours", { headers: { Origin: "https://clinic.example.evil.example" } }],
      ["a subdomain of ours", { headers: { Origin: "https://evil.clinic.example" } }],
      ["an origin with a path", { headers: { Origin: `${ORIGIN}/` } }],
      ["two origins", { headers: { Origin: `${ORIGIN}, https://evil.example` } }],
      ["an opaque origin (sandboxed frame, data URL)", { headers: { Origin: "null" } }],
      ["an empty origin", { headers: { Origin: "" } }],
      ["no origin", { headers: { Origin: null } }],
      ["no origin, cross-site", { headers: { Origin: null, "Sec-Fetch-Site": "cross-site" } }],
      ["no origin, same-site", { headers: { Origin: null, "Sec-Fetch-Site": "same-site" } }],
      ["no origin, typed into the address bar", { headers: { Origin: null, "Sec-Fetch-Site": "none" } }],
      [
        "a foreign origin that claims same-origin",
        { headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" } },
      ],
      ["our origin in capitals", { headers: { Origin: "HTTPS://CLINIC.EXAMPLE" } }],
      ["our origin with its default port", { headers: { Origin: `${ORIGIN}:443` } }],
      ["our host alone", { headers: { Origin: "clinic.example" } }],
      ["our origin with a user", { headers: { Origin: "https://a@clinic.example" } }],
      ["our origin with a dot at its end", { headers: { Origin: `${ORIGIN}.` } }],
      ["our origin's last part alone", { headers: { Origin: "https://example" } }],
      ["our origin behind another", { headers: { Origin: `https://evil.example ${ORIGIN}` } }],
      ["a file", { headers: { Origin: "file://" } }],
      ["a browser's extension", { headers: { Origin: "chrome-extension://abcdefghijklmnop" } }],
      ["a star", { headers: { Origin: "*" } }],
      ["undefined as text", { headers: { Origin: "undefined" } }],
      ["no origin, and a Referer of ours", { headers: { Origin: null, Referer: `${ORIGIN}/integrations` } }],
      ["no origin, and Sec-Fetch-Site in capitals", { headers: { Origin: null, "Sec-Fetch-Site": "SAME-ORIGIN" } }],
      [
        "no origin, and Sec-Fetch-Site twice",
        { headers: { Origin: null, "Sec-Fetch-Site": "same-origin, same-origin" } },
      ],
      [
        "a foreign origin and a forwarded host of ours",
        {
          headers: { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" },
        },
      ],
      [
        "a foreign form",
        {
          headers: { Origin: "https://evil.example", "Content-Type": "application/x-www-form-urlencoded" },
          body: "code=1",
        },
      ],
      ["a foreign DELETE", { method: "DELETE", headers: { Origin: "https://evil.example" } }],
      ["a DELETE without an origin", { method: "DELETE", headers: { Origin: null } }],
    ],
  ],
  [
    415,
    "invalid_request",
    [
      ["no content type", { headers: { "Content-Type": null }, body: utf8.encode(good) }],
      ["an empty content type", { headers: { "Content-Type": "" } }],
      ["a form", { headers: { "Content-Type": "application/x-www-form-urlencoded" } }],
      ["a multipart form", { headers: { "Content-Type": "multipart/form-data; boundary=x" } }],
      ["text that is JSON", { headers: { "Content-Type": "text/plain" } }],
      ["text that names JSON in a parameter", { headers: { "Content-Type": "text/plain; application/json" } }],
      ["a type that begins like JSON", { headers: { "Content-Type": "application/jsonp" } }],
      ["JSON Lines", { headers: { "Content-Type": "application/json-seq" } }],
      ["a vendor's JSON", { headers: { "Content-Type": "application/problem+json" } }],
      ["JSON in Latin-1", { headers: { "Content-Type": "application/json; charset=iso-8859-1" } }],
      ["JSON in a charset that begins like UTF-8", { headers: { "Content-Type": "application/json; charset=utf-8x" } }],
      ["JSON in UTF-16", { headers: { "Content-Type": "application/json; charset=utf-16" } }],
      ["JSON and text", { headers: { "Content-Type": "application/json, text/plain" } }],
      ["XML", { headers: { "Content-Type": "application/xml" } }],
      ["bytes", { headers: { "Content-Type": "application/octet-stream" } }],
      ["JavaScript", { headers: { "Content-Type": "text/javascript" } }],
      ["text/json", { headers: { "Content-Type": "text/json" } }],
      ["json alone", { headers: { "Content-Type": "json" } }],
      ["any type", { headers: { "Content-Type": "*/*" } }],
      ["JSON behind a comma", { headers: { "Content-Type": "text/plain, application/json" } }],
      ["JSON in UTF-7", { headers: { "Content-Type": "application/json; charset=utf-7" } }],
      [
        "JSON in UTF-8 and another parameter",
        { headers: { "Content-Type": "application/json; charset=utf-8; boundary=x" } },
      ],
      ["JSON with another parameter", { headers: { "Content-Type": "application/json; profile=x" } }],
      ["JSON with a slash too many", { headers: { "Content-Type": "application//json" } }],
      ["JSON with a space inside", { headers: { "Content-Type": "application/ json" } }],
      ["JSON in Brotli", { headers: { "Content-Encoding": "br" } }],
      ["JSON in an encoding of nothing", { headers: { "Content-Encoding": "identity" } }],
      ["compressed JSON", { headers: { "Content-Encoding": "gzip" } }],
    ],
  ],
  [
    401,
    "unauthorized",
    [
      ["nobody signed in", { headers: { "X-User": "nobody" } }],
      ["nobody signed in and a body that is too large", { headers: { "X-User": "nobody" }, body: "x".repeat(20_000) }],
      ["nobody signed in and half an object", { headers: { "X-User": "nobody" }, body: good.slice(0, -1) }],
      ["nobody signed in and a bad Idempotency-Key", { headers: { "X-User": "nobody", "Idempotency-Key": "a b" } }],
      [
        "nobody signed in, another redirect_uri",
        { ...createBody({ redirect_uri: "https://evil.example" }), headers: { "X-User": "nobody" } },
      ],
      ["nobody signed in, GET", { method: "GET", headers: { "X-User": "nobody" } }],
      ["nobody signed in, DELETE", { method: "DELETE", headers: { "X-User": "nobody" } }],
    ],
  ],
  [
    413,
    "invalid_request",
    [
      ["16,385 bytes", { body: good + " ".repeat(16_385 - good.length) }],
      ["a megabyte", { body: "[".repeat(1_000_000) }],
      ["a code of 20,000 characters", createBody({ code: "x".repeat(20_000) })],
      ["a state of 20,000 characters", createBody({ state: "x".repeat(20_000) })],
      ["many members", createBody(Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`m${i}`, i])))],
      ["one piece of a megabyte", { body: createStream(new Uint8Array(1_000_000).fill(32)) }],
      [
        "16,385 bytes that begin with a good object",
        { body: createStream(utf8.encode(good), new Uint8Array(16_385 - good.length).fill(32)) },
      ],
      [
        "a stream that never ends",
        { body: new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_024).fill(32)) }) },
      ],
      [
        "more than its Content-Length",
        { headers: { "Content-Length": "2" }, body: createStream(new Uint8Array(20_000).fill(32)) },
      ],
      ["16 kB of letters that are three bytes each", { body: JSON.stringify(exchange({ other: "語".repeat(6_000) })) }],
    ],
  ],
  [
    400,
    "invalid_request",
    [
      ["no body", { body: null }],
      ["an empty body", { body: "" }],
      ["white space", { body: " \n" }],
      ["half an object", { body: good.slice(0, -1) }],
      ["two objects", { body: good + good }],
      ["an object and a comma", { body: `${good},` }],
      ["single quotes", { body: good.replaceAll('"', "'") }],
      ["a comment", { body: `${good}//` }],
      ["JavaScript", { body: good.replace('"code"', "code") }],
      ["a trailing comma", { body: good.replace("}", ",}") }],
      ["NaN", { body: "NaN" }],
      ["undefined", { body: "undefined" }],
      ["Infinity in a member", { body: good.replace("}", ',"x":Infinity}') }],
      ["a prefix against JSON hijacking", { body: `)]}',\n${good}` }],
      ["JSON Lines of two", { body: `${good}\n${good}` }],
      ["a NUL before it", { body: `\0${good}` }],
      ["a NUL behind it", { body: `${good}\0` }],
      ["two byte order marks", { body: `\ufeff\ufeff${good}` }],
      ["a raw line break in a text", { body: good.replace("hush-code", "hush\n") }],
      ["a raw tab in a text", { body: good.replace("hush-code", "hush\t") }],
      ["an unknown escape", { body: good.replace("hush-code", "\\x41") }],
      ["half an escape", { body: good.replace("hush-code", "\\u00") }],
      ["XML in a JSON request", { body: "<code>hush</code>" }],
      [
        "a multipart body in a JSON request",
        { body: '--b\r\nContent-Disposition: form-data; name="code"\r\n\r\nhush\r\n--b--' },
      ],
      ["an empty list", { body: "[]" }],
      ["an empty text", { body: '""' }],
      ["zero", { body: "0" }],
      ["false", { body: "false" }],
      ["a list of members", { body: '[["code","hush"]]' }],
      ["the oauth wrapper", { body: `{"oauth":${good}}` }],
      ["everything one level down", { body: `{"data":${good}}` }],
      ["null", { body: "null" }],
      ["true", { body: "true" }],
      ["a number", { body: "1" }],
      ["a text", { body: JSON.stringify(good) }],
      ["a list", { body: `[${good}]` }],
      ["an empty object", { body: "{}" }],
      ["a form in a JSON request", { body: `code=x&redirect_uri=${encodeURIComponent(REDIRECT_URI)}` }],
      ["UTF-16", { body: new Uint8Array(new Uint16Array(Array.from(good, (letter) => letter.charCodeAt(0))).buffer) }],
      ["bytes that are not UTF-8", { body: createBytes(0xff, 0xfe) }],
      ["an overlong encoding", { body: createBytes(0xc0, 0xaf) }],
      ["half a surrogate pair in bytes", { body: createBytes(0xed, 0xa0, 0x80) }],
      ["UTF-8 that ends inside a letter", { body: Uint8Array.from([...utf8.encode(good), 0xe2, 0x82]) }],
      ["a body that breaks off", { body: createStream(utf8.encode(good.slice(0, 20)), new Error("gone")) }],
      ["deep nesting", { body: `{"code":${"[".repeat(8_000)}` }],
      ["no code", createBody({ code: undefined })],
      ["code null", createBody({ code: null })],
      ["an empty code", createBody({ code: "" })],
      ["a code that is a number", createBody({ code: 1 })],
      ["a code that is true", createBody({ code: true })],
      ["a code in a list", createBody({ code: ["hush"] })],
      ["a code in an object", createBody({ code: { code: "hush" } })],
      ["a code of 4,097 characters", createBody({ code: "x".repeat(4_097) })],
      ["a code with a line break", createBody({ code: "hush\r\nX: y" })],
      ["a code with a NUL", createBody({ code: "hush\0" })],
      ["a code with DEL", createBody({ code: "hush\x7f" })],
      ["a code with a C1 control", createBody({ code: "hush\x85" })],
      ["a code with half a surrogate pair", { body: good.replace("hush-code", "\\ud800") }],
      ["a code twice", { body: good.replace("{", '{"code":"hush-1",') }],
      ["a code twice, once escaped", { body: good.replace("{", '{"c\\u006fde":"hush-1",') }],
      ["a code twice, the first one's text holds brackets", { body: good.replace("{", '{"code":"hush}\\"{[",') }],
      ["a subject twice", { body: good.replace("{", '{"subject":"dr-ada","subject":"dr-ada",') }],
      ["an unknown member twice", { body: good.replace("{", '{"x":{"a":[1]},"x" \n:2,') }],
      ["a code in __proto__ alone", { body: `{"__proto__":${good}}` }],
      ["a code in constructor alone", { body: `{"constructor":{"prototype":${good}}}` }],
      ["Code with a capital", { body: good.replace('"code"', '"Code"') }],
      ["a code with a tab", createBody({ code: "hush\tcode" })],
      ["a code with half a surrogate pair at its end", { body: good.replace("hush-code", "hush\\udc00") }],
      ["a state twice", { body: good.replace("{", '{"state":"hush-1",') }],
      ["a redirect_uri twice", { body: good.replace("{", `{"redirect_uri":${JSON.stringify(REDIRECT_URI)},`) }],
      ["__proto__ twice", { body: good.replace("{", '{"__proto__":1,"__proto__":2,') }],
      ["CODE in capitals", { body: good.replace('"code"', '"CODE"') }],
      ["code with a space in its name", { body: good.replace('"code"', '"code "') }],
      ["an authorization_code", { body: good.replace('"code"', '"authorization_code"') }],
      ["a state null", createBody({ state: null })],
      ["a state that is a number", createBody({ state: 1 })],
      ["a state in a list", createBody({ state: ["hush"] })],
      ["a state of 4,097 characters", createBody({ state: "x".repeat(4_097) })],
      ["no state", createBody({ state: undefined })],
      ["an empty state", createBody({ state: "" })],
      ["a state that is an object", createBody({ state: {} })],
      ["a state with a control character", createBody({ state: "hush\n" })],
      ["no redirect_uri", createBody({ redirect_uri: undefined })],
      ["redirectUri in camelCase", createBody({ redirect_uri: undefined, redirectUri: REDIRECT_URI })],
      ["another redirect_uri", createBody({ redirect_uri: "https://evil.example/fullscript/callback" })],
      ["redirect_uri with a slash more", createBody({ redirect_uri: `${REDIRECT_URI}/` })],
      ["redirect_uri with a query", createBody({ redirect_uri: `${REDIRECT_URI}?x` })],
      ["redirect_uri in other case", createBody({ redirect_uri: REDIRECT_URI.toUpperCase() })],
      ["redirect_uri null", createBody({ redirect_uri: null })],
      ["redirect_uri that is a number", createBody({ redirect_uri: 1 })],
      ["an empty redirect_uri", createBody({ redirect_uri: "" })],
      ["redirect_uri with a fragment", createBody({ redirect_uri: `${REDIRECT_URI}#` })],
      ["redirect_uri with a space", createBody({ redirect_uri: `${REDIRECT_URI} ` })],
      ["redirect_uri with its port", createBody({ redirect_uri: REDIRECT_URI.replace(".example", ".example:443") })],
      ["redirect_uri by http", createBody({ redirect_uri: REDIRECT_URI.replace("https", "http") })],
      ["redirect_uri percent-encoded", createBody({ redirect_uri: encodeURIComponent(REDIRECT_URI) })],
      [
        "redirect_uri with a detour",
        createBody({ redirect_uri: REDIRECT_URI.replace("/fullscript", "/x/../fullscript") }),
      ],
      ["redirect_uri with letters that look alike", createBody({ redirect_uri: REDIRECT_URI.replace("a", "а") })],
      ["redirect_uri in a list", createBody({ redirect_uri: [REDIRECT_URI] })],
      ["subject null", createBody({ subject: null })],
      ["an empty subject", createBody({ subject: "" })],
      ["a subject that is a number", createBody({ subject: 42 })],
      ["a subject that is false", createBody({ subject: false })],
      ["a subject that is an object", createBody({ subject: { id: "dr-ada" } })],
      ["a subject with a line break", createBody({ subject: "dr-ada\n" })],
      ["a subject of 4,097 characters", createBody({ subject: "x".repeat(4_097) })],
      ["a subject in a list", createBody({ subject: ["dr-ada"] })],
      ["an empty Idempotency-Key", { headers: { "Idempotency-Key": "" } }],
      ["an Idempotency-Key of nothing", { headers: { "Idempotency-Key": '""' } }],
      ["an Idempotency-Key without its end", { headers: { "Idempotency-Key": '"k' } }],
      ["an Idempotency-Key with a quote inside", { headers: { "Idempotency-Key": '"a"b"' } }],
      ["an Idempotency-Key that ends in a backslash", { headers: { "Idempotency-Key": '"a\\"' } }],
      ["two Idempotency-Keys", { headers: { "Idempotency-Key": '"a", "b"' } }],
      ["two bare Idempotency-Keys", { headers: { "Idempotency-Key": "a, b" } }],
      ["an Idempotency-Key with a parameter", { headers: { "Idempotency-Key": '"a";b=c' } }],
      ["an Idempotency-Key with a space and no quotes", { headers: { "Idempotency-Key": "a b" } }],
      ["an Idempotency-Key of white space", { headers: { "Idempotency-Key": " " } }],
      ["an Idempotency-Key without its beginning", { headers: { "Idempotency-Key": 'k"' } }],
      ["an Idempotency-Key with an unknown escape", { headers: { "Idempotency-Key": '"a\\n"' } }],
      ["an Idempotency-Key in single quotes and a comma", { headers: { "Idempotency-Key": "'a', 'b'" } }],
      ["an Idempotency-Key with a tab", { headers: { "Idempotency-Key": '"a\tb"' } }],
      ["an Idempotency-Key of bytes in base64", { headers: { "Idempotency-Key": ':"aGk=":' } }],
      ["an Idempotency-Key of 256 characters without quotes", { headers: { "Idempotency-Key": "k".repeat(256) } }],
      ["an Idempotency-Key that is a list", { headers: { "Idempotency-Key": '("a" "b")' } }],
      ["an Idempotency-Key in Latin-1", { headers: { "Idempotency-Key": '"ü"' } }],
      ["an Idempotency-Key of 256 characters", { headers: { "Idempotency-Key": `"${"k".repeat(256)}"` } }],
    ],
  ],
  [
    409,
    "subject_mismatch",
    [
      ["another subject", createBody({ subject: "dr-bob" })],
      ["the subject in other case", createBody({ subject: "Dr-Ada" })],
      ["a subject that only begins like the user", createBody({ subject: "dr-ada-2" })],
      ["the subject with letters that look alike", createBody({ subject: "dr-аda" })],
      ["the subject percent-encoded", createBody({ subject: "dr%2Dada" })],
      ["a subject from the prototype", createBody({ subject: "__proto__" })],
      ["the subject with a space", createBody({ subject: "dr-ada " })],
    ],
  ],
];

it("is held against 200 cases at least", () => {
  expect(table.flatMap(([, , cases]) => cases).length).toBeGreaterThanOrEqual(200);
});

describe.each(table)("%d %s", (status, error, cases) => {
  it.each(cases)("%s", async (_, given) => {
    const host = createHost();
    const response = await host.handler(createRequest(given));
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(JSON.parse(text)).toEqual(refusal(error));
    expect(text).not.toContain("hush");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("allow")).toBe(status === 405 ? "GET, HEAD, POST, DELETE" : null);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(host.calls).toEqual([]);
    // Another redirect URI, or a request that no browser sends, means a mistake in the setup as a rule.
    const { method = "POST", headers = {} } = given;
    const isStripped = method === "POST" && headers.Origin === null && !("Sec-Fetch-Site" in headers);
    expect(host.errors.map(({ code }) => code)).toEqual(
      text.includes("not this server's redirectUri") || isStripped ? ["misconfigured"] : [],
    );
  });
});

it("stops reading early, and tells the sender", async () => {
  const cancel = vi.fn();
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1_024).fill(32)),
    cancel,
  });
  expect((await createHost().handler(createRequest({ body: endless }))).status).toBe(413);
  await expect.poll(() => cancel.mock.calls.length).toBe(1);
});

describe("accepts", () => {
  it.each<[string, Case]>([
    ["16,384 bytes", { body: good + " ".repeat(16_384 - good.length) }],
    ["a code of 4,096 characters", createBody({ code: "x".repeat(4_096) })],
    ["a code with everything that a URL may carry", createBody({ code: "hush +&%=\"\\/'語😀" })],
    ["a text that looks like a second code", createBody({ other: '"code":', more: { code: 1 } })],
    ["a byte order mark", { body: `\ufeff${good}` }],
    [
      "a body in many pieces, cut inside letters",
      {
        body: createStream(
          ...[...utf8.encode(JSON.stringify(exchange({ other: "語😀" })))].map((byte) => Uint8Array.of(byte)),
        ),
      },
    ],
    ["a content type with an open end", { headers: { "Content-Type": "application/json;" } }],
    ["a content type with a quoted charset", { headers: { "Content-Type": 'application/json; charset="utf-8"' } }],
  ])("%s", async (_, given) => {
    expect((await createHost().handler(createRequest(given))).status).toBe(200);
  });
});

describe("getUser", () => {
  it("that throws answers 401 and tells the developer without quoting it", async () => {
    const host = createHost({
      getUser: () => {
        throw new SyntaxError("hush");
      },
    });
    expect((await host.post()).status).toBe(401);
    expect(host.errors[0]).toMatchObject({ code: "exchange_unauthorized", message: textWith("SyntaxError") });
  });

  it("that rejects or finds nobody answers 401", async () => {
    expect((await createHost({ getUser: () => Promise.reject(new Error("hush")) }).post()).status).toBe(401);
    expect((await createHost({ getUser: async () => undefined }).post()).status).toBe(401);
  });

  it.each([{}, { id: 42 }, { id: "" }, { id: null }])("that gives %j is the developer's mistake", async (user) => {
    const host = createHost({ getUser: () => user as { id: string } });
    expect((await host.post()).status).toBe(500);
    expect(host.errors[0]).toMatchObject({ code: "misconfigured", message: textWith("id") });
    expect(host.calls).toEqual([]);
  });
});
