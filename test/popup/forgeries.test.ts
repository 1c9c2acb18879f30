import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { serve, type Served } from "../serve";
import { CONTENTS } from "./forgeries";
import { openBrowser } from "./openBrowser";
import { authorize, Scene } from "./Scene";

const folder = inject("faultsFolder");

interface Case {
  scene: Scene;
  /** The window, on a page of the app's own. */
  popup: Page;
  state: string;
  /** Another site. */
  evil: string;
}

/** As a page itself goes, which keeps the opener. */
async function go(page: Page, url: string): Promise<void> {
  await page.evaluate((to) => void setTimeout(() => location.assign(to)), url);
  await page.waitForURL((at) => at.href.startsWith(url));
}

/** Runs in a page: tells which receipts it was sent. */
function listen(state: string): void {
  const world = window as unknown as { receipts: unknown[]; channel: BroadcastChannel };
  world.receipts = [];
  const keep = ({ data }: MessageEvent) =>
    (data as { type?: unknown } | null)?.type === "fullscript-connect:receipt" && world.receipts.push(data);
  addEventListener("message", keep);
  world.channel = new BroadcastChannel(`fullscript-connect:${state.split(".")[1]}`);
  world.channel.onmessage = keep;
}
const receipts = (page: Page | Frame) =>
  page.evaluate(() => (window as unknown as { receipts?: unknown[] }).receipts ?? []);

let browser: Browser;
let evil: Served;
beforeAll(async () => {
  browser = await openBrowser();
  evil = await serve((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<title>Evil</title>"),
  );
});
afterAll(async () => {
  await browser.close();
  await evil.close();
});

/** With a window that waits at the app's own `/blank` page, where a script can say whatever it likes. */
const run = (act: (test: Case) => Promise<void>) =>
  Scene.run(browser, folder, { hasConsented: false }, async (scene) => {
    const popup = await scene.open();
    await popup.getByRole("button", { name: "Authorize" }).waitFor();
    const state = new URL(popup.url()).searchParams.get("state")!;
    const consent = popup.url();
    await go(popup, `${scene.world.origin}/blank`);
    await popup.evaluate(listen, state);
    expect(await popup.evaluate(() => window.opener !== null)).toBe(true);
    await act({ scene, popup, state, evil: `http://127.0.0.1:${evil.port}` });

    // Whatever was tried, the genuine answer still comes.
    await go(popup, consent);
    await authorize(popup);
    await scene.reaches("connected");
    await scene.settles(1);
  });

async function expectNothing({ scene, popup }: Pick<Case, "scene" | "popup">, name: string): Promise<void> {
  // A round trip behind it, on either way, so that it has been looked at.
  await popup.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)));
  await scene.app.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)));
  expect(await scene.button().getAttribute("data-status"), name).toBe("awaiting");
  expect(scene.world.proxy.posts, name).toEqual([]);
  expect(await receipts(popup), name).toEqual([]);
}

const expressionOf = (forge: unknown, state: string) =>
  `(() => { const RESPONSE = "fullscript-connect:response"; const message = (search) => ({ type: RESPONSE, search }); const genuine = (state) => "?code=forged-code&state=" + state; return (${String(forge)})(${JSON.stringify(state)}, ${JSON.stringify(state.split(".")[1])}); })()`;

describe("an answer that is none is taken from nobody", () => {
  it.concurrent(`by message, from the window itself: ${CONTENTS.length} contents`, () =>
    run(async (test) => {
      for (const [name, forge] of CONTENTS) {
        await test.popup.evaluate(`opener.postMessage(${expressionOf(forge, test.state)}, location.origin)`);
        await expectNothing(test, name);
      }
    }),
  );

  it.concurrent(`on the channel: ${CONTENTS.length} contents`, () =>
    run(async (test) => {
      for (const [name, forge] of CONTENTS) {
        await test.popup.evaluate(`channel.postMessage(${expressionOf(forge, test.state)})`);
        await expectNothing(test, name);
      }
    }),
  );

  it.concurrent("with the right content, from the wrong place: 12 places", () =>
    run(async (test) => {
      const { scene, popup, state } = test;
      const answer = { type: "fullscript-connect:response", search: `?code=forged-code&state=${state}` };
      const post = ([message, to]: [unknown, string]) =>
        (to === "opener" ? (window.opener as Window) : to === "parent" ? parent : window).postMessage(message, "*");
      const addFrame = (source: string, sandbox?: string) =>
        scene.app.evaluate(
          ([src, flags]) =>
            new Promise((resolve) => {
              const frame = document.createElement("iframe");
              if (flags !== undefined) frame.setAttribute("sandbox", flags);
              frame.onload = resolve;
              if (src.startsWith("<")) frame.srcdoc = src!;
              else frame.src = src!;
              document.body.append(frame);
            }),
          [source, sandbox] as const,
        );
      const inFrame = async (url: string) => (await addFrame(url), scene.page.frames().at(-1)!);

      await scene.app.evaluate(post, [answer, "self"] as [unknown, string]);
      await expectNothing(test, "the page itself");
      await scene.app.evaluate(
        (data) => void dispatchEvent(new MessageEvent("message", { data, origin: location.origin })),
        answer,
      );
      await expectNothing(test, "an event without a source");
      await (await inFrame(`${scene.world.origin}/blank`)).evaluate(post, [answer, "parent"] as [unknown, string]);
      await expectNothing(test, "a frame of the same origin");
      await (await inFrame(test.evil)).evaluate(post, [answer, "parent"] as [unknown, string]);
      await expectNothing(test, "a frame of another origin");
      const script = `<script>parent.postMessage(${JSON.stringify(answer)}, "*")</script>`;
      await addFrame(script);
      await expectNothing(test, "a frame with a document of its own");
      await addFrame(script, "allow-scripts");
      await expectNothing(test, "a frame without an origin");
      // A message to any window of this page's has a source that the page knows.
      for (const [name, url] of [
        ["another window of the same origin", `${scene.world.origin}/blank`],
        ["another window of another origin", test.evil],
      ] as const) {
        const [other] = await Promise.all([
          scene.visit.context.waitForEvent("page"),
          scene.app.evaluate((href) => void window.open(href, "_blank"), url),
        ]);
        await other.waitForURL((at) => at.href.startsWith(url));
        await other.evaluate(post, [answer, "opener"] as [unknown, string]);
        await expectNothing(test, name);
        await other.close();
      }
      const nested = await popup.evaluateHandle(
        (src) =>
          new Promise<void>((resolve) =>
            document.body.append(Object.assign(document.createElement("iframe"), { src, onload: () => resolve() })),
          ),
        `${scene.world.origin}/blank`,
      );
      await nested.dispose();
      await popup
        .frames()
        .at(-1)!
        .evaluate((data) => (top!.opener as Window).postMessage(data, "*"), answer);
      await expectNothing(test, "a frame in the window");
      await popup.evaluate((data) => new BroadcastChannel("fullscript-connect:").postMessage(data), answer);
      await expectNothing(test, "a channel without a nonce");
      await popup.evaluate(
        (data) => new BroadcastChannel(`fullscript-connect:${"A".repeat(43)}`).postMessage(data),
        answer,
      );
      await expectNothing(test, "another nonce's channel");
      await go(popup, test.evil);
      await popup.evaluate(post, [answer, "opener"] as [unknown, string]);
      await popup.evaluate(
        (name) => new BroadcastChannel(name).postMessage({}),
        `fullscript-connect:${state.split(".")[1]}`,
      );
      await expectNothing(test, "the window, from another origin");
      // They hold the state, which is looked for below.
      await scene.app.evaluate(() => document.querySelectorAll("iframe").forEach((frame) => frame.remove()));
    }),
  );

  it.concurrent("to an authorization that was cancelled, from a window of the next one", () =>
    Scene.run(browser, folder, { hasConsented: false }, async (scene) => {
      const first = await scene.open();
      await first.getByRole("button", { name: "Authorize" }).waitFor();
      const state = new URL(first.url()).searchParams.get("state")!;
      await scene.app.getByRole("button", { name: "Cancel" }).click();
      await scene.reaches("idle");

      const popup = await scene.open();
      await popup.getByRole("button", { name: "Authorize" }).waitFor();
      const consent = popup.url();
      await go(popup, `${scene.world.origin}/blank`);
      await popup.evaluate(listen, state);
      const late = { type: "fullscript-connect:response", search: `?code=forged-code&state=${state}` };
      await popup.evaluate((data) => (window.opener as Window).postMessage(data, "*"), late);
      await popup.evaluate(
        (data) => (window as unknown as { channel: BroadcastChannel }).channel.postMessage(data),
        late,
      );
      await expectNothing({ scene, popup }, "the state before");

      await go(popup, consent);
      await authorize(popup);
      await scene.reaches("connected");
      await scene.settles(1);
    }),
  );
});
