// The part of the package that is used here. The package itself is in this folder, and only `npm run test:engines` installs it.
declare module "puppeteer-core" {
  interface LaunchOptions {
    browser: "firefox";
    executablePath: string;
    headless: boolean;
    env: Record<string, string | undefined>;
  }

  export interface Browser {
    createBrowserContext: () => Promise<BrowserContext>;
    newPage: () => Promise<Page>;
    close: () => Promise<void>;
  }

  export interface BrowserContext {
    newPage: (options: { type: "window" }) => Promise<Page>;
    pages: () => Promise<Page[]>;
    setCookie: (cookie: {
      name: string;
      value: string;
      domain: string;
      path: string;
      httpOnly: boolean;
      sameSite: "Lax";
    }) => Promise<void>;
    close: () => Promise<void>;
  }

  export interface Page {
    goto: (url: string, options?: { waitUntil: "domcontentloaded" }) => Promise<unknown>;
    setViewport: (size: { width: number; height: number }) => Promise<void>;
    evaluate: (expression: string) => Promise<unknown>;
    evaluateHandle: (expression: string) => Promise<{ asElement: () => { click: () => Promise<void> } | null }>;
    isClosed: () => boolean;
    close: () => Promise<void>;
  }

  export function launch(options: LaunchOptions): Promise<Browser>;
}
