import fc from "../properties";
import { CODE_LIFETIME_MS } from "../core/inside/internals";
import { vi } from "vitest";
import { ANSWERS, type Answer } from "../answers";
import { checkPromise, type Model } from "./promise";
import type { Tab, World } from "./world";

type Step = fc.AsyncCommand<Model, World>;

/** Lets everything that needs no timer come to rest. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
}

/** A step that somebody takes; the promise holds after it. */
function step(
  name: string,
  isPossible: (world: World, model: Model) => boolean,
  take: (world: World, model: Model) => void | Promise<void>,
): Step {
  return {
    // What is possible is asked of the world: a model of where each tab is would be the world again.
    check: () => true,
    run: async (model, world) => {
      if (!isPossible(world, model)) return;
      await take(world, model);
      await rest();
      checkPromise(model, world);
    },
    toString: () => name,
  };
}

const isOnCallback = (tab: Tab) => tab.page?.kind === "callback";

function start(index: number): Step {
  return step(
    `start(${index})`,
    (world, model) => world.canLoad(1) && model.user !== null,
    (world, model) => {
      const tab = world.tabs[index]!;
      world.openApp(tab);
      world.press(tab, /Connect my Fullscript account/);
      if (tab.state !== undefined) model.owners.set(tab.state, model.user!);
    },
  );
}

/** Comes back from Fullscript; from a callback page, by Back and by authorizing again, or after all. */
function comeBack(index: number, isCancel: boolean): Step {
  return step(
    `${isCancel ? "cancel" : "return"}(${index})`,
    (world) => world.canLoad(1) && world.tabs[index]!.state !== undefined,
    (world, model) => {
      const tab = world.tabs[index]!;
      if (isCancel) return world.arrive(tab, { error: "access_denied" });
      const code = `code-${model.codes.size}-of-fullscript`;
      model.codes.set(code, { state: tab.state!, owner: model.owners.get(tab.state!)!, firstSeenAt: Date.now() });
      world.arrive(tab, { code });
    },
  );
}

const press = (index: number, name: string, label: RegExp): Step =>
  step(
    `${name}(${index})`,
    (world) => isOnCallback(world.tabs[index]!),
    (world, model) => {
      const tab = world.tabs[index]!;
      world.press(tab, label);
      if (tab.isAtFullscript) model.owners.set(tab.state!, model.user!);
    },
  );

const reload = (index: number): Step =>
  step(
    `reload(${index})`,
    (world) => world.canLoad(1) && isOnCallback(world.tabs[index]!),
    (world) => world.reload(world.tabs[index]!),
  );

const duplicate = (from: number, to: number): Step =>
  step(
    `duplicate(${from}, ${to})`,
    (world) => world.canLoad(1) && from !== to && isOnCallback(world.tabs[from]!),
    (world) => world.duplicate(world.tabs[from]!, world.tabs[to]!),
  );

/** Two tabs at once: nothing comes to rest between them. */
const reloadBoth = (one: number, other: number): Step =>
  step(
    `reloadBoth(${one}, ${other})`,
    (world) => world.canLoad(2) && one !== other && [one, other].every((index) => isOnCallback(world.tabs[index]!)),
    (world) => {
      world.reload(world.tabs[one]!);
      world.reload(world.tabs[other]!);
    },
  );

const remount = (index: number): Step =>
  step(
    `remount(${index})`,
    (world) => isOnCallback(world.tabs[index]!),
    (world) => world.remount(world.tabs[index]!),
  );
const close = (index: number): Step =>
  step(
    `close(${index})`,
    () => true,
    (world) => world.close(world.tabs[index]!),
  );
const answer = (what: Answer): Step =>
  step(
    `answer(${what})`,
    () => true,
    (world) => world.answer(what),
  );
const setOnline = (isOnline: boolean): Step =>
  step(
    isOnline ? "online" : "offline",
    () => true,
    (world) => world.setOnline(isOnline),
  );

const setUser = (user: string | null): Step =>
  step(
    `user(${user})`,
    () => true,
    (world, model) => {
      model.user = user;
      world.setUser(user);
    },
  );

/** Time passes: second by second, with what is due then. */
const wait = (ms: number): Step =>
  step(
    `wait(${ms})`,
    () => true,
    async () => {
      await vi.advanceTimersByTimeAsync(ms);
    },
  );

/** The laptop sleeps, or its clock is set: no timer is due. */
const sleep = (ms: number): Step =>
  step(
    `sleep(${ms})`,
    () => true,
    () => void vi.setSystemTime(Date.now() + ms),
  );

const tab = fc.nat(2);
const TIMES = [1_000, 3_000, 31_000, 36_000, CODE_LIFETIME_MS / 2, CODE_LIFETIME_MS, 3_600_001];

const often = (weight: number, arbitrary: fc.Arbitrary<Step>) => Array.from({ length: weight }, () => arbitrary);

/** How every sequence begins: somebody leaves, and comes back with a code. */
export const beginning: Step[] = [start(0), comeBack(0, false)];

/** Everything that people, networks and clocks do. */
export const commands: fc.Arbitrary<Step>[] = [
  ...often(2, tab.map(start)),
  ...often(
    4,
    fc.tuple(tab, fc.constantFrom(false, false, false, true)).map(([index, isCancel]) => comeBack(index, isCancel)),
  ),
  ...often(
    6,
    fc.constantFrom(...(Object.keys(ANSWERS) as Answer[]), "ok", "unavailable", "too_many_requests").map(answer),
  ),
  ...often(3, tab.map(reload)),
  ...often(
    3,
    fc.tuple(tab, tab).map(([from, to]) => duplicate(from, to)),
  ),
  ...often(
    2,
    fc.tuple(tab, tab).map(([one, other]) => reloadBoth(one, other)),
  ),
  tab.map(remount),
  tab.map(close),
  ...often(
    3,
    tab.map((index) => press(index, "retry", /Try again/)),
  ),
  tab.map((index) => press(index, "restart", /Connect again/)),
  fc.boolean().map(setOnline),
  fc.constantFrom("user-a", "user-a", "user-a", "user-b", null).map(setUser),
  ...often(2, fc.constantFrom(1_000, 2_000, ...TIMES).map(wait)),
  fc.constantFrom(...TIMES, -1_000, -3_600_000).map(sleep),
];
