/** Reads a body up to one byte more than `limit`, so that the caller can tell a longer one. */
export async function readBytes(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(limit + 1);
  const reader = body?.getReader();
  let size = 0;
  while (reader && size < bytes.length) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, bytes.length - size);
    bytes.set(part, size);
    size += part.length;
  }
  reader?.cancel().catch(() => undefined);
  return bytes.subarray(0, size);
}
