/** The real one, kept from before the suite's setup refuses the network: what these tests ask, they serve. */
export const fetch: typeof globalThis.fetch = globalThis.fetch;
