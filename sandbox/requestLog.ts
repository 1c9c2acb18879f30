/** One request to an OAuth endpoint or to the REST API. It never holds a code, a token, a secret or a state, so it may be shown and pasted anywhere. */
export interface LogEntry {
  /** ISO 8601, by the sandbox's clock. */
  at: string;
  method: string;
  path: string;
  /** What was answered; null where nothing was (`drop`, `hang`). */
  status: number | null;
  /** What happened, whether or not the client was told: `sign_in` `consent` `code_issued` `tokens_issued` `revoked` `unavailable` `hang` `clinic` `session_grant`, or an OAuth error code. */
  outcome: string;
  /** Of token requests. */
  grantType?: "authorization_code" | "refresh_token" | "other";
}

export class RequestLog {
  readonly #now: () => number;
  #entries: LogEntry[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Oldest first. */
  entries(): readonly LogEntry[] {
    return this.#entries;
  }

  add(entry: Omit<LogEntry, "at">): void {
    this.#entries = [...this.#entries.slice(1 - MOST_ENTRIES), { at: new Date(this.#now()).toISOString(), ...entry }];
  }

  clear(): void {
    this.#entries = [];
  }
}

/** A sandbox may run for weeks. */
const MOST_ENTRIES = 1_000;
