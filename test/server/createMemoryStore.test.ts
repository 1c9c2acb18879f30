// @vitest-environment node
import { type Claim, type Connection, createMemoryStore } from "react-fullscript-connect/server";
import { expect, it } from "vitest";

const connection: Connection = {
  version: "v1",
  accessToken: "a",
  refreshToken: "r",
  expiresAt: 1,
  scope: null,
  resourceOwner: { id: "1", type: "Staff" },
};
const claim: Claim = { id: "c", holder: "h", boundTo: "b", leaseUntil: 10, forgetAt: 100, answer: null };
const answer = { status: 200, body: "{}" };

it("gives a claim to one of many, and tells the others who holds it", async () => {
  const store = createMemoryStore();
  const standing = await Promise.all(Array.from({ length: 20 }, (_, i) => store.claim({ ...claim, holder: `h${i}` }, 0)));
  expect(new Set(standing.map(({ holder }) => holder))).toEqual(new Set(["h0"]));
});

it("replaces a claim from its forgetAt on, settled or not", async () => {
  const store = createMemoryStore();
  await store.claim(claim, 0);
  await store.settle("c", answer);
  expect((await store.claim({ ...claim, holder: "h2" }, 99)).answer).toEqual(answer);
  expect(await store.claim({ ...claim, holder: "h2", forgetAt: 200 }, 100)).toEqual({ ...claim, holder: "h2", forgetAt: 200 });
});

it("settles a claim once, with its connection", async () => {
  const store = createMemoryStore();
  expect(await store.settle("c", answer, { userId: "u", connection })).toBe(false);
  expect(await store.readConnection("u")).toBeUndefined();
  await store.claim(claim, 0);
  expect(await store.settle("c", answer, { userId: "u", connection })).toBe(true);
  expect(await store.settle("c", { status: 400, body: "" }, { userId: "u", connection: { ...connection, version: "v2" } })).toBe(false);
  expect(await store.readConnection("u")).toEqual(connection);
  expect((await store.claim(claim, 0)).answer).toEqual(answer);
});

it("releases a claim for its holder alone, and never one that is settled", async () => {
  const store = createMemoryStore();
  await store.claim(claim, 0);
  await store.release("c", "someone");
  expect((await store.claim({ ...claim, holder: "h2" }, 0)).holder).toBe("h");
  await store.release("c", "h");
  expect((await store.claim({ ...claim, holder: "h2" }, 0)).holder).toBe("h2");
  await store.settle("c", answer);
  await store.release("c", "h2");
  expect((await store.claim(claim, 0)).answer).toEqual(answer);
});

it("replaces and deletes a connection of the given version alone", async () => {
  const store = createMemoryStore();
  expect(await store.replaceConnection("u", "v1", connection)).toBe(false);
  await store.claim(claim, 0);
  await store.settle("c", answer, { userId: "u", connection });
  expect(await store.replaceConnection("u", "v0", undefined)).toBe(false);
  expect(await store.replaceConnection("u", "v1", { ...connection, version: "v2" })).toBe(true);
  expect((await store.readConnection("u"))?.version).toBe("v2");
  expect(await store.replaceConnection("u", "v2", undefined)).toBe(true);
  expect(await store.readConnection("u")).toBeUndefined();
});

it("hands out copies", async () => {
  const store = createMemoryStore();
  await store.claim(claim, 0);
  await store.settle("c", answer, { userId: "u", connection });
  (await store.readConnection("u"))!.resourceOwner!.id = "changed";
  (await store.claim(claim, 0)).answer!.body = "changed";
  expect(await store.readConnection("u")).toEqual(connection);
  expect((await store.claim(claim, 0)).answer).toEqual(answer);
});
