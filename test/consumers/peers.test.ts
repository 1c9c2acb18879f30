import { afterAll, beforeAll, describe } from "vitest";
import type { Consumer } from "./Consumer";
import { describeConsumer } from "./describeConsumer";
import { type Mode, startPageApp } from "./startPageApp";

describe.each(["react-18", "react-canary"])("%s", (app) => {
  const modes: Mode[] = ["production", "development"];
  let consumers: Consumer[];

  beforeAll(async () => {
    consumers = await Promise.all(modes.map((mode) => startPageApp(app, mode)));
  });
  afterAll(() => Promise.all(consumers.map(({ close }) => close())));

  modes.forEach((mode, index) => describeConsumer(`built for ${mode}`, () => consumers[index]!));
});
