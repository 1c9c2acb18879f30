export const TOKEN_FAILURES = ["none", "429", "503", "500", "502", "drop", "hang"] as const;

/**
 * How the token endpoint misbehaves. `429`, `503`, `500`, `502` and `hang` (never answers) leave the code untouched;
 * `drop` does what was asked and then cuts the connection, so that the client cannot know.
 */
export type TokenFailure = (typeof TOKEN_FAILURES)[number];

export interface Switches {
  /** For codes issued from now on. */
  codeLifetimeMs: number;
  /** For access tokens issued from now on. */
  accessTokenLifetimeMs: number;
  /** How long the token endpoint waits before it answers or fails. */
  tokenDelayMs: number;
  tokenFailure: TokenFailure;
  /** How many token requests fail before the endpoint recovers; null: until switched off. */
  tokenFailureTimes: number | null;
  /** Sent as `Retry-After` with 429 and 503. */
  retryAfterSeconds: number;
}

export class SwitchBoard {
  readonly #defaults: Switches;
  #current: Switches;

  constructor(lifetimes: Pick<Switches, "codeLifetimeMs" | "accessTokenLifetimeMs">) {
    const { codeLifetimeMs, accessTokenLifetimeMs } = lifetimes;
    this.#defaults = {
      codeLifetimeMs,
      accessTokenLifetimeMs,
      tokenDelayMs: 0,
      tokenFailure: "none",
      tokenFailureTimes: null,
      retryAfterSeconds: 1,
    };
    this.#current = this.#defaults;
  }

  get(): Readonly<Switches> {
    return this.#current;
  }

  /** Switches that are left out keep their value. */
  set(changes: Partial<Switches>): Readonly<Switches> {
    this.#current = { ...this.#current, ...changes };
    return this.#current;
  }

  reset(): Readonly<Switches> {
    this.#current = this.#defaults;
    return this.#current;
  }

  /** The failure for one token request, which counts down to recovery. */
  takeTokenFailure(): TokenFailure {
    const { tokenFailure, tokenFailureTimes } = this.#current;
    if (tokenFailure === "none" || tokenFailureTimes === null) return tokenFailure;
    if (tokenFailureTimes > 1) this.set({ tokenFailureTimes: tokenFailureTimes - 1 });
    else this.set({ tokenFailure: "none", tokenFailureTimes: null });
    return tokenFailureTimes > 0 ? tokenFailure : "none";
  }
}
