import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";

/** The one browser of all these tests; closing it closes what was opened here. */
export const openBrowser = (): Promise<Browser> => chromium.connect(inject("looksBrowser"));
