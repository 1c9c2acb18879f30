import type { Context } from "hono";

export type ClientBody = Readonly<Record<string, string>>;

/** Reads what an app's server posts: JSON, as Fullscript documents, or a form, as RFC 6749 has it. Undefined where it is neither. */
export async function readClientBody(c: Context): Promise<ClientBody | undefined> {
  const [mediaType] = (c.req.header("content-type") ?? "").toLowerCase().split(";");
  const text = await c.req.text();
  if (mediaType === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  return mediaType === "application/json" ? parseStrings(text) : undefined;
}

function parseStrings(text: string): ClientBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return undefined;
    return Object.fromEntries(
      Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return undefined;
  }
}
