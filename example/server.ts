import { createServer, type RequestListener } from "node:http";
import { createApp } from "./backend/createApp";
import { createFrontEnd } from "./backend/createFrontEnd";
import { ehrOriginOn } from "./backend/ehrPage";
import { createListener } from "./backend/createListener";
import { listen } from "./backend/listen";
import { renderPage } from "./backend/renderPage";
import { readSettings, type Settings } from "./backend/settings";
import { openStorage } from "./backend/storage/openStorage";

/** Options that are missing come from environment variables. */
export interface ExampleOptions extends Partial<Settings> {
  /** 0 means any free port. The default redirect URI follows it. */
  port?: number;
  /** Updates pages when files change. @default false */
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
  /** Closes open connections and frees the port, the database and the data folder. */
  close: () => Promise<void>;
}

/** Starts the clinic's front end and back end on 127.0.0.1. Rejects if the port is taken or a setting is invalid. */
export async function startExample(options: ExampleOptions = {}): Promise<Example> {
  const { watch = false, strictMode = true, log = console.log, ...given } = options;
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
    const storage = await openStorage({ ...settings, log });
    openParts.push(storage.close);
    const frontEnd = await createFrontEnd({ settings, server, watch, strictMode });
    openParts.push(() => frontEnd.close());
    const app = await createApp({ settings, storage, log, renderPage: () => renderPage(frontEnd, ehrOriginOn(port)) });
    return createListener(app, frontEnd, settings.redirectUri);
  };
  const started = start();
  // Early requests wait until everything has started.
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
