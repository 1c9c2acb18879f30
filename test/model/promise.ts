import { CODE_LIFETIME_MS } from "../core/inside/internals";
import { expect } from "vitest";
import { ANSWERS } from "../answers";
import type { Tab, World } from "./world";

/** What is known of a code: nothing of how the package works. */
export interface CodeModel {
  /** The `state` that it came with. */
  state: string;
  owner: string;
  firstSeenAt: number;
}

/** The simple model: what people did. */
export interface Model {
  codes: Map<string, CodeModel>;
  /** Who left with which `state`. */
  owners: Map<string, string>;
  user: string | null;
  isIdempotent: boolean;
}

/** What a person can do next on a callback page: press a button, or wait for something that ends. */
const NEXT_STEPS = {
  connected: /Continue/,
  cancelled: /Go back/,
  expired: /Go back/,
  failed: /Go back/,
  absent: /Go back/,
} as const;

export const statusOf = ({ page }: Tab): string | undefined =>
  page?.container.querySelector<HTMLElement>("[data-fullscript=callback]")?.dataset.status;
const errorOf = ({ page }: Tab): string | undefined =>
  page?.container.querySelector<HTMLElement>("[data-fullscript=callback]")?.dataset.error;

/** The promise: no code that may have been accepted is ever presented again, and no one is left without a next step. */
export function checkPromise(model: Model, world: World): void {
  for (const [code, { owner, firstSeenAt, state }] of model.codes) {
    const posts = world.posts.filter((post) => post.code === code);
    expect(new Set(posts.map(({ key }) => key)).size, "one key for one code").toBeLessThanOrEqual(1);
    for (const { key } of posts) expect(key !== null, "a key only for an idempotent endpoint").toBe(model.isIdempotent);
    for (const { at, user } of posts) {
      expect(at - firstSeenAt, "no POST after the code's ten minutes").toBeLessThan(CODE_LIFETIME_MS);
      expect(user, "no POST for anyone but who left").toBe(owner);
    }
    const maybe = posts.findIndex(({ answer }) => answer === undefined || ANSWERS[answer].isMaybeAccepted);
    if (!model.isIdempotent && maybe !== -1)
      expect(maybe, `${code} was presented again after it may have been accepted`).toBe(posts.length - 1);
    const heard = posts.findIndex(
      ({ answer, isHeard }) => isHeard && (answer === "ok" || answer === "invalid_grant" || answer === "not_found"),
    );
    // An idempotent endpoint gets a POST from each tab at once, and none once the answer was read.
    const after = model.isIdempotent
      ? world.posts.slice(posts[heard]?.answeredAfter ?? Infinity).filter((post) => post.code === code)
      : posts.slice(heard + 1);
    if (heard !== -1) expect(after, `${code} was presented again after its answer was read`).toEqual([]);
    const connected = posts.find(({ answer, isHeard }) => isHeard && answer === "ok");
    const later = world.posts
      .slice(connected?.answeredAfter ?? Infinity)
      .filter((post) => model.codes.get(post.code)?.state === state);
    expect(later, "no second code for a request that is connected").toEqual([]);
    expect(onDisk(world), "the code is not on disk").not.toContain(code);
    for (const { page } of world.tabs)
      if (page?.historyState)
        expect(JSON.stringify(page.historyState)).not.toMatch(new RegExp(`${code}|${state.slice(0, 12)}`));
  }
  for (const tab of world.tabs) if (tab.page?.kind === "callback") checkPage(model, world, tab);
}

function checkPage(model: Model, world: World, tab: Tab): void {
  const page = tab.page!;
  const status = statusOf(tab)!;
  const labels = [...page.container.querySelectorAll("button")].map(({ textContent }) => textContent).join();
  if (status in NEXT_STEPS)
    expect(labels, `a next step where it is ${status}`).toMatch(NEXT_STEPS[status as keyof typeof NEXT_STEPS]);
  else expect(["reading", "exchanging"]).toContain(status);
  expect(page.told.filter((told) => told === "connected").length, "told once").toBeLessThanOrEqual(1);

  const code = page.code === undefined ? undefined : model.codes.get(page.code);
  const isOthers = code !== undefined && model.user !== null && model.user !== code.owner;
  if (isOthers && status !== "exchanging" && status !== "reading")
    expect([status, page.code && errorOf(tab)], "shown to nobody else").toEqual([
      "failed",
      expect.stringMatching(/subject_mismatch|state_mismatch|storage_unavailable/),
    ]);
  if (page.isReplay && status === "failed" && !isOthers && model.user !== null)
    expect(errorOf(tab), "an outcome that is known is shown again, as long as the record lives").toBe("state_mismatch");
  if (page.isReplay) expect(status, "an outcome that is known is not forgotten").not.toBe("expired");
  if (status === "connected") {
    const isTrue = world.posts.some(
      (post) => post.answer === "ok" && model.codes.get(post.code)!.state === stateOf(model, tab),
    );
    expect(isTrue, "connected is said only of what the endpoint said").toBe(true);
    expect(page.url, "code and state are out of the URL").not.toMatch(/code=|state=/);
  }
}

const stateOf = (model: Model, { page, state }: Tab) =>
  page?.code === undefined ? state : model.codes.get(page.code)?.state;

function onDisk({ storage }: World): string {
  return Array.from({ length: storage.length }, (_, index) => storage.getItem(storage.key(index)!)).join();
}
