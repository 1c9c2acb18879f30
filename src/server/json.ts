/** Parses JSON. Returns `undefined` for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const JSON_TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/gs;

/**
 * Whether this JSON object names a member twice at its top level. `JSON.parse` silently uses the last one. If two readers use different
 * ones, a check can be bypassed.
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
