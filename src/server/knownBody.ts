/**
 * The bytes or the text of a body, where they are at hand. To read them back from a `Request` or a `Response` takes Node longer than all
 * that is done with them.
 */
export const knownBytes: WeakMap<Request, Uint8Array<ArrayBuffer>> = /* @__PURE__ */ new WeakMap();
export const knownText: WeakMap<Response, string> = /* @__PURE__ */ new WeakMap();
