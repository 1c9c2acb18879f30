export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `undefined` for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const JSON_TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/gs;

/**
 * Whether an object in this JSON text names a member twice, at its top level. `JSON.parse` silently takes the last one, and
 * two readers that take different ones are how checks are passed by.
 */
export function repeatsMember(text: string): boolean {
  const seen = new Set<unknown>();
  let depth = 0;
  for (const [token, name, colon] of text.matchAll(JSON_TOKEN)) {
    if (name === undefined) depth += "{[".includes(token) ? 1 : -1;
    else if (colon && depth === 1) {
      const parsed = parseJson(name);
      if (seen.has(parsed)) return true;
      seen.add(parsed);
    }
  }
  return false;
}
