/**
 * The bytes or the text of a body, if they are at hand. Node takes longer to read them back from a `Request` or a `Response` than the
 * handler takes for everything else.
 */
export const cachedBytes: WeakMap<Request, Uint8Array<ArrayBuffer>> = /* @__PURE__ */ new WeakMap();
export const cachedText: WeakMap<Response, string> = /* @__PURE__ */ new WeakMap();
