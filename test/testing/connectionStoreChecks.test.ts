// @vitest-environment node
import { type ConnectionStore, createMemoryStore } from "react-fullscript-connect/server";
import { connectionStoreChecks } from "react-fullscript-connect/testing";
import { describe, expect, it } from "vitest";
import { BREAKS, createPlainStore } from "./brokenStores";

/** The names of the checks that a store does not pass, each of them with one of its own. */
async function findBroken(create: () => () => ConnectionStore): Promise<string[]> {
  const results = await Promise.allSettled(connectionStoreChecks.map(({ run }) => run(create())));
  return results.flatMap(({ status }, index) => (status === "rejected" ? [connectionStoreChecks[index]!.name] : []));
}

const whole = (store: ConnectionStore) => () => store;

describe("a store that keeps its promises", () => {
  const [memory, plain] = [createMemoryStore(), createPlainStore()];
  for (const { name, run } of connectionStoreChecks) {
    it(`createMemoryStore ${name}`, () => run(() => memory));
    it(`a host's store that ${name}`, () => run(async () => plain));
  }
});

describe("a store that breaks one", () => {
  const caught = new Set<string>();

  it.each(Object.entries(BREAKS))("is caught: it %s", async (_, breakStore) => {
    const names = await findBroken(() => {
      const store = createPlainStore();
      return whole({ ...store, ...breakStore(store) });
    });
    expect(names).not.toEqual([]);
    for (const name of names) caught.add(name);
  });

  it("is caught: its processes know nothing of each other", async () => {
    expect(await findBroken(() => createMemoryStore)).not.toEqual([]);
  });

  it("is caught by every check at least once", () => {
    expect(connectionStoreChecks.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });

  it("reports what was expected, why it matters, and the actual value", async () => {
    const store = createPlainStore();
    const [check] = connectionStoreChecks.filter(
      ({ name }) => name === "gives back every field of the claim that stands",
    );
    await expect(check!.run(whole({ ...store, ...BREAKS["gives back times as text"]!(store) }))).rejects.toThrow(
      /^The store must give back the claim that stands as it was stored: the handler compares its fields\. forgetAt is "\d+" in place of \d+\.$/,
    );
  });
});
