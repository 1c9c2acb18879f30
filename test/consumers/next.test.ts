import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { filesIn } from "../e2e/hostProject";
import { folderOf } from "./apps";
import type { Consumer } from "./Consumer";
import { describeConsumer } from "./describeConsumer";
import { startFront } from "./front";
import { describeRouter } from "./routerJourney";
import { startNext } from "./startNext";

let consumer: Consumer;

beforeAll(async () => {
  consumer = await startNext();
});
afterAll(() => consumer.close());

/** The lines of docs/start/nextjs.md that the app replaces: the sandbox's addresses, and a session. */
const CHANGES: [from: string, to: string][] = [
  [
    'authorizationEndpoint: "http://localhost:5174/api/oauth/authorize"',
    'authorizationEndpoint: process.env.NEXT_PUBLIC_FULLSCRIPT_AUTHORIZATION_ENDPOINT ?? ""',
  ],
  [
    'tokenEndpoint: "http://localhost:5174/api/oauth/token"',
    'tokenEndpoint: process.env.FULLSCRIPT_TOKEN_ENDPOINT ?? ""',
  ],
  [
    'revocationEndpoint: "http://localhost:5174/api/oauth/revoke"',
    "revocationEndpoint: process.env.FULLSCRIPT_REVOCATION_ENDPOINT",
  ],
  [
    'import { fullscript } from "./fullscript";\n',
    'import { fullscript } from "./fullscript";\nimport { findUser } from "./session";\n',
  ],
  ['getUser: () => ({ id: "user-1" }),', "getUser: findUser,"],
];

it.each([...filesIn("docs/start/nextjs.md")])("the app's %s is the one of docs/start/nextjs.md", (name, documented) => {
  const code = CHANGES.reduce((text, [from, to]) => text.replace(from, to), documented);
  expect(readFileSync(join(folderOf("next"), name), "utf8")).toBe(code);
});

describeConsumer(
  "an app on Next.js, under a strict policy",
  () => consumer,
  (visit) => {
    it.each(["/integrations", "/fullscript/callback"])(
      "%s has a policy that lets in what has its nonce, and nothing inline",
      async (path) => {
        const { page, complaints } = visit();
        const policies = await Promise.all(
          [1, 2].map(
            async () => (await page.request.get(consumer.origin + path)).headers()["content-security-policy"]!,
          ),
        );
        expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'; style-src 'self' 'nonce-/);
        expect(policies[0]).not.toMatch(/unsafe|\*/);
        expect(policies[0]).not.toBe(policies[1]);

        await page.goto(consumer.origin + path);
        expect(complaints).toEqual([]);
        const inline = await page.evaluate(() => {
          document.body.setAttribute("style", "color: red");
          document.body.setAttribute("onclick", "this.dataset.script = 'has run'");
          document.body.click();
          return [document.body.style.color, document.body.dataset.script];
        });
        expect(inline).toEqual(["", undefined]);
        await expect.poll(() => complaints.length).toBe(2);
        expect(complaints.join()).toMatch(/inline style .* inline event handler/s);
      },
    );
  },
);

describeRouter("Next.js App Router", {
  start: () => startFront(consumer.serveHost),
  operations: [
    ["refresh", "?foo=a%20b&x=1"],
    ["server action", "?foo=a%20b&x=1"],
    ["replace", "?x=2"],
    ["push", "?x=2"],
    ["replace with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["replace with one more parameter", "?foo=a+b&x=1&y=2"],
});
