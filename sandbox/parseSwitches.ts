import { TOKEN_FAILURES, type Switches, type TokenFailure } from "./switches";

/** Says which switch was not understood and what it takes. */
export class SwitchError extends Error {}

/** Reads switches from JSON. An unknown name is refused, because a typing error would otherwise switch nothing, silently. */
export function parseSwitches(input: unknown): Partial<Switches> {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new SwitchError("Switches are a JSON object.");
  return Object.fromEntries(
    Object.entries(input).map(([name, value]: [string, unknown]) => [name, parseSwitch(name, value)]),
  );
}

/** Reads switches from the home page's form, where an empty count means "until switched off". */
export function parseSwitchForm(form: URLSearchParams): Partial<Switches> {
  const entries = [...form].map(([name, text]) => {
    if (name === "tokenFailure") return [name, text];
    return [name, name === "tokenFailureTimes" && text === "" ? null : Number(text === "" ? NaN : text)];
  });
  return parseSwitches(Object.fromEntries(entries));
}

function parseSwitch(name: string, value: unknown): Switches[keyof Switches] {
  switch (name) {
    case "tokenFailure":
      if (isTokenFailure(value)) return value;
      throw new SwitchError(`tokenFailure is one of ${TOKEN_FAILURES.join(", ")}.`);
    case "tokenFailureTimes":
      if (value === null || (isWholeNumber(value) && value > 0)) return value;
      throw new SwitchError("tokenFailureTimes is a whole number of at least 1, or null for: until switched off.");
    case "accessTokenLifetimeMs":
    case "codeLifetimeMs":
    case "retryAfterSeconds":
    case "tokenDelayMs":
      if (isWholeNumber(value) && value <= LONGEST) return value;
      throw new SwitchError(`${name} is a whole number from 0 to ${LONGEST}.`);
    default:
      throw new SwitchError("There is no switch of that name. GET /sandbox/switches lists them.");
  }
}

/** A timer's own limit, about 24 days: with more, it would fire at once. */
const LONGEST = 2 ** 31 - 1;

function isWholeNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isTokenFailure(value: unknown): value is TokenFailure {
  return TOKEN_FAILURES.some((failure) => failure === value);
}
