import { bundleHost } from "../bundleHost";
import { type Front, startFront } from "./front";

/** Serves a host that is one page: its `main.tsx` with the package as it was built. */
export async function serveBundle(folder: string): Promise<Front> {
  const script = await bundleHost(`routers/${folder}/main.tsx`, "development");
  const page = '<!doctype html><html lang="en"><title>Host</title><div id="root"></div><script type="module" src="/main.js"></script></html>';
  return startFront(({ url }, response) =>
    url === "/main.js"
      ? response.writeHead(200, { "content-type": "text/javascript" }).end(script)
      : response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page),
  );
}
