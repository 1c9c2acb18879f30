import type { Driver } from "./Driver";
import { WebKit } from "./WebKit";

/** How WebDriver names an element. */
type ElementReference = Record<string, string>;

/** One user of WebKit, in a browser of their own: WebDriver knows one user and, at any time, one window. */
export async function driveWebKit(): Promise<Driver<string>> {
  const browser = await WebKit.start();
  // The last window's end would be the browser's, so this one is never used.
  const first = await browser.send<string>("GET", "/window");
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = turn.then(task, task);
    turn = result.catch(() => undefined);
    return result;
  };
  const inWindow = <T>(handle: string, task: () => Promise<T>) =>
    inTurn(async () => {
      await browser.send("POST", "/window", { handle });
      return task();
    });
  const run = (expression: string, timeoutMs?: number) =>
    browser.send(
      "POST",
      "/execute/async",
      {
        script: `const done = arguments[0]; Promise.resolve().then(() => ${expression}).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: [],
      },
      timeoutMs,
    );

  return {
    // By a window that is there, which the last one that was asked may not be any more.
    open: () =>
      inWindow(
        first,
        async () => (await browser.send<{ handle: string }>("POST", "/window/new", { type: "window" })).handle,
      ),
    handles: () =>
      inTurn(async () => (await browser.send<string[]>("GET", "/window/handles")).filter((handle) => handle !== first)),
    navigate: (handle, url) => inWindow<void>(handle, () => browser.send("POST", "/url", { url })),
    evaluate: (handle, expression, timeoutMs) =>
      inWindow(handle, async () => {
        const { value, error } = (await run(expression, timeoutMs)) as { value?: unknown; error?: string };
        if (error !== undefined) throw new Error(error);
        return value;
      }),
    click: (handle, expression) =>
      inWindow(handle, async () => {
        const element = await browser.send<ElementReference>("POST", "/execute/sync", {
          script: `return ${expression}`,
          args: [],
        });
        await browser.send("POST", `/element/${Object.values(element)[0]}/click`);
      }),
    close: (handle) => inWindow<void>(handle, () => browser.send("DELETE", "/window")),
    setCookie: (origin, name, value) =>
      inWindow(first, async () => {
        await browser.send("POST", "/url", { url: `${origin}/sign-in` });
        for (let look = 0; !(await browser.send<string>("GET", "/url")).startsWith(origin) && look < 100; look++)
          await new Promise((resolve) => setTimeout(resolve, 50));
        await browser.send("POST", "/cookie", {
          cookie: { name, value, path: "/", domain: "localhost", httpOnly: true },
        });
      }),
    end: () => browser.close(),
  };
}
