import { isRecord } from "../core/isRecord";

/** Throws if a promise is broken. `promise` completes "The store must …", `why` says what a user would suffer. */
export function verify(holds: boolean, promise: string, why: string): asserts holds {
  if (!holds) throw new Error(`The store must ${promise}: ${why}`);
}

/** That `actual` has every field of `expected`; it may have more. */
export function verifyEqual(actual: unknown, expected: unknown, promise: string, why: string): void {
  const difference = findDifference(actual, expected, "");
  verify(difference === undefined, promise, `${why} ${String(difference)}`);
}

function findDifference(actual: unknown, expected: unknown, path: string): string | undefined {
  if (!isRecord(expected) || !isRecord(actual)) {
    return Object.is(actual, expected)
      ? undefined
      : `${path || "It"} is ${show(actual)} in place of ${show(expected)}.`;
  }
  return Object.entries(expected)
    .map(([name, value]) => findDifference(actual[name], value, path ? `${path}.${name}` : name))
    .find((difference) => difference !== undefined);
}

/** With its type, for `"1"` is not `1`; the beginning alone, for tokens are long. */
function show(value: unknown): string {
  const text =
    typeof value === "bigint" ? `${value.toString()}n` : ((JSON.stringify(value) as string | undefined) ?? "undefined");
  return text.length > 100 ? `${text.slice(0, 100)}… (${text.length} characters)` : text;
}
