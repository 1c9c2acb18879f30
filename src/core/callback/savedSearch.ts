import { isRecord } from "../isRecord";
import { removeFromNextPage } from "./nextRouter";

/** Returns a router's history state with every copy of the query string replaced. */
export function removeSearch(value: unknown, search: string, cleaned: string): unknown {
  // A function, because the query string may contain a pattern such as `$&`.
  if (typeof value === "string") return removeFromNextPage(value.replaceAll(search, () => cleaned));
  if (Array.isArray(value)) return value.map((item) => removeSearch(item, search, cleaned));
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, removeSearch(item, search, cleaned)]));
}
