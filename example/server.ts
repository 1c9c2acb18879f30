import { createServer, type RequestListener } from "node:http";
import { fileURLToPath } from "node:url";
import { createApp } from "./backend/createApp";
import { createFrontEnd } from "./backend/createFrontEnd";
import { ehrOriginOn } from "./backend/ehrPage";
import { createListener } from "./backend/createListener";
import { listen } from "./backend/listen";
import { renderPage } from "./backend/renderPage";
import { readSettings, type Settings } from "./backend/settings";
import { openStorage } from "./backend/store/openStorage";

/** What is not given is read from the environment variables. */
export interface ExampleOptions extends Partial<Settings> {
  /** 0 takes a free port; the redirect URI, where none is given, follows. */
  port?: number;
  /** Folder of the embedded database and of the encryption key; `"memory"` keeps nothing. @default example/.data */
  dataFolder?: string;
  /** Updates pages as files change. @default false */
  watch?: boolean;
  /** @default true */
  strictMode?: boolean;
  /** @default writes to console.log */
  log?: (line: string) => void;
}

/** The running clinic. */
export interface Example {
  /** `http://localhost:<port>` */
  origin: string;
  port: number;
  /** Frees the port, the database and the data folder; open connections are cut. */
  close: () => Promise<void>;
}

/** Starts the clinic app, front end and back end, on 127.0.0.1. Rejects where the port is taken or a setting makes no sense. */
export async function startExample(options: ExampleOptions = {}): Promise<Example> {
  const {
    dataFolder = fileURLToPath(new URL(".data", import.meta.url)),
    watch = false,
    strictMode = true,
    log = console.log,
    ...given
  } = options;
  const server = createServer();
  const port = await listen(server, given.port ?? readSettings(process.env).port);
  const openParts: (() => Promise<void>)[] = [];
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    for (const closePart of openParts.splice(0).reverse()) await closePart();
    await closed;
  };

  const start = async (): Promise<RequestListener> => {
    const settings: Settings = { ...readSettings({ ...process.env, PORT: String(port) }), ...given, port };
    const storage = await openStorage({ ...settings, dataFolder, log });
    openParts.push(storage.close);
    const frontEnd = await createFrontEnd({ settings, server, watch, strictMode });
    openParts.push(() => frontEnd.close());
    const app = createApp({ settings, storage, log, renderPage: () => renderPage(frontEnd, ehrOriginOn(port)) });
    return createListener(app, frontEnd, settings.redirectUri);
  };
  const started = start();
  // Who comes early waits.
  server.on("request", (request, response) => {
    started.then((answer) => answer(request, response)).catch(() => response.destroy());
  });

  try {
    await started;
    return { origin: `http://localhost:${port}`, port, close };
  } catch (error) {
    await close();
    throw error;
  }
}
