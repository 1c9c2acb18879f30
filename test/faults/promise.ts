import { expect } from "vitest";
import { HEADER_VALUE } from "./host/variant";
import type { Post } from "./proxy";
import type { Remains } from "./remains";
import type { Presentation } from "./tokenClient";
import type { Visit } from "./Visit";

/** Fails where a code was shown to the token endpoint again although it may have been accepted: only 429 and 503 say that it was not. */
export function expectNoCodeShownAgain(presentations: readonly Presentation[]): void {
  const again = presentations.filter(({ code }, index) =>
    presentations.slice(0, index).some((earlier) => earlier.code === code && !isClearNo(earlier.status)),
  );
  expect(again, "codes shown again that may have been accepted").toEqual([]);
}

/** Fails where a code was posted again to an endpoint that is not idempotent, unless an answer had said that nothing was done. */
export function expectNoCodePostedAgain(posts: readonly Post[]): void {
  const again = posts.filter(({ code }, index) =>
    posts
      .slice(0, index)
      .some(({ code: earlier, answered }) => earlier === code && !isClearNo(answered) && answered !== 401),
  );
  expect(again, "codes posted again that may have been accepted").toEqual([]);
}

/** Fails unless each code has one key for an idempotent endpoint, and none for another. */
export function expectOneKeyPerCode(posts: readonly Post[], isIdempotent: boolean): void {
  const keys = [...new Set(posts.map(({ code, key }) => `${code} ${key}`))];
  expect(keys, "Idempotency-Keys").toHaveLength(new Set(posts.map(({ code }) => code)).size);
  if (isIdempotent) expect(new Set(posts.map(({ key }) => key)).size).toBe(keys.length);
  expect(
    posts.filter(({ key }) => Boolean(key) !== isIdempotent),
    `POSTs ${isIdempotent ? "without" : "with"} a key`,
  ).toEqual([]);
}

/** Fails where a code, a state, a key or a header's value is anywhere but in memory; the transaction's record has to hold the state. */
export function expectNothingLeaked(
  { codes, states, said }: Pick<Visit, "codes" | "states" | "said">,
  posts: readonly Post[],
  remains: Remains,
): void {
  const secrets = [...codes, ...posts.flatMap(({ key }) => key ?? []), HEADER_VALUE];
  expectNone(said.join("\n"), [...secrets, ...states], "the console");
  expectNone(remains.localStorage, secrets, "localStorage");
  expectNone(remains.indexedDB, [...secrets, ...states], "IndexedDB");
  expectNone(remains.document, [...secrets, ...states], "the document");
}

function expectNone(text: string, secrets: readonly string[], place: string): void {
  // Not `not.toContain`, whose failure would print the whole text.
  expect(
    secrets.filter((secret) => text.includes(secret)),
    `secrets in ${place}`,
  ).toEqual([]);
}

function isClearNo(status: number | undefined): boolean {
  return status === 429 || status === 503;
}
