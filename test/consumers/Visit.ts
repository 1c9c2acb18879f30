import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { authorize, signIn } from "../e2e/browser";
import { type Consumer, ENDPOINT } from "./Consumer";

/** Where the user is when they connect: the query and the hash are the host's own. */
const START = "/integrations?tab=apps&q=a%20b#fullscript";

/** A signed-in user of an app in a browser of their own, and what was seen of them. */
export class Visit {
  /** The codes that the browser posted to the app's backend, in turn. */
  readonly posted: string[] = [];
  /** What the browser's console said in earnest, a policy's violations among it. */
  readonly complaints: string[] = [];

  private constructor(
    readonly consumer: Consumer,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    context.setDefaultTimeout(20_000);
    context.on("request", (request) => {
      if (request.method() === "POST" && request.url() === consumer.origin + ENDPOINT)
        this.posted.push((request.postDataJSON() as { code: string }).code);
    });
    // Other servers' pages have their own.
    const isOurs = () => page.url().startsWith(consumer.origin);
    context.on(
      "console",
      (message) => ["error", "warning"].includes(message.type()) && isOurs() && this.complaints.push(message.text()),
    );
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
  }

  static async open(browser: Browser, consumer: Consumer): Promise<Visit> {
    consumer.sandbox.reset();
    const context = await browser.newContext();
    await context.addCookies([{ name: "session", value: randomUUID(), url: consumer.origin }]);
    return new Visit(consumer, context, await context.newPage());
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** From the app's page to Fullscript's consent page. */
  async leave(): Promise<void> {
    await this.page.goto(this.consumer.origin + START);
    await this.page.getByRole("button", { name: "Connect my Fullscript account" }).click();
    await signIn(this.page);
    await this.page.getByRole("button", { name: "Authorize" }).waitFor();
  }

  authorize(): Promise<void> {
    return authorize(this.page);
  }

  cancel(): Promise<void> {
    return this.page.getByRole("button", { name: "Cancel" }).click();
  }

  /** Back where the user was, connected by one token request; nothing of ours is left in the URL, and nobody has complained. */
  async expectConnected(): Promise<void> {
    await this.page.getByRole("button", { name: "Disconnect my Fullscript account" }).waitFor();
    expect(this.page.url()).toBe(this.consumer.origin + START);
    expect(this.posted).toHaveLength(1);
    expect(this.tokenRequests()).toMatchObject([{ status: 200 }]);
    expect(this.complaints).toEqual([]);
  }

  tokenRequests() {
    return this.consumer.sandbox.log.entries().filter(({ grantType }) => grantType === "authorization_code");
  }
}
