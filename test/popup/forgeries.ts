/** What stands in each forgery; the page that runs it has a genuine answer's `state` and the type's name. */
type Forge = (state: string, nonce: string) => unknown;

const RESPONSE = "fullscript-connect:response";
const genuine = (state: string) => `?code=forged-code&state=${state}`;
const message = (search: unknown) => ({ type: RESPONSE, search });

/** From the window itself, and on the channel of its own state: nothing but the content tells that it is no answer. */
export const CONTENTS: readonly (readonly [string, Forge])[] = [
  // No message of ours.
  ["undefined", () => undefined],
  ["null", () => null],
  ["a number", () => 1],
  ["a boolean", () => true],
  ["a big integer", () => 1n],
  ["a date", () => new Date(0)],
  ["bytes", () => new Uint8Array(64)],
  [
    "a map of the right members",
    (state) =>
      new Map([
        ["type", RESPONSE],
        ["search", genuine(state)],
      ]),
  ],
  ["an error", () => new Error(RESPONSE)],
  ["the type alone, as text", () => RESPONSE],
  ["the answer as JSON text", (state) => JSON.stringify(message(genuine(state)))],
  ["the query string as text", (state) => genuine(state)],
  ["an empty object", () => ({})],
  ["an empty array", () => []],
  ["an array with the answer", (state) => [message(genuine(state))]],
  ["an array with the right members", (state) => Object.assign([], message(genuine(state)))],
  // Not this type.
  ["no type", (state) => ({ search: genuine(state) })],
  ["another type", (state) => ({ type: "webpackOk", search: genuine(state) })],
  ["the type in capitals", (state) => ({ type: RESPONSE.toUpperCase(), search: genuine(state) })],
  ["the type with a space", (state) => ({ type: `${RESPONSE} `, search: genuine(state) })],
  ["the type in an array", (state) => ({ type: [RESPONSE], search: genuine(state) })],
  [
    "a receipt in the place of an answer",
    (state) => ({ type: "fullscript-connect:receipt", state, search: genuine(state) }),
  ],
  // Not this search.
  ["no search", () => ({ type: RESPONSE })],
  ["a search that is null", () => message(null)],
  ["a search that is a number", () => message(7)],
  ["a search in an array", (state) => message([genuine(state)])],
  ["a search as an object", (state) => message({ code: "forged-code", state })],
  ["a search under another name", (state) => ({ type: RESPONSE, query: genuine(state) })],
  ["code and state beside the type", (state) => ({ type: RESPONSE, code: "forged-code", state })],
  ["an empty search", () => message("")],
  ["a search of a question mark", () => message("?")],
  ["a million characters", (state) => message(`?code=${"A".repeat(1_000_000)}&state=${state}`)],
  ["a million parameters", (state) => message(`?${"a&".repeat(1_000_000)}state=${state}`)],
  ["a URL", (state) => message(`https://evil.example/${genuine(state)}`)],
  ["a hash", (state) => message(`#${genuine(state).slice(1)}`)],
  // Not this answer.
  ["a state alone", (state) => message(`?state=${state}`)],
  ["a code alone", () => message("?code=forged-code")],
  ["an empty code", (state) => message(`?code=&state=${state}`)],
  ["two codes", (state) => message(`${genuine(state)}&code=another`)],
  ["two states", (state) => message(`${genuine(state)}&state=${state}`)],
  ["code and error", (state) => message(`${genuine(state)}&error=access_denied`)],
  ["two errors", (state) => message(`?error=access_denied&error=server_error&state=${state}`)],
  ["a control character in the code", (state) => message(`?code=forged%00code&state=${state}`)],
  ["a line break in the code", (state) => message(`?code=forged%0Acode&state=${state}`)],
  ["an error without a state", () => message("?error=access_denied")],
  // Not this state.
  ["an empty state", () => message(genuine(""))],
  ["no state of ours", () => message(genuine("xyz"))],
  ["another state", () => message(genuine(`fsc1.${"A".repeat(43)}.`))],
  ["a state with a letter more", (state) => message(genuine(`${state}A`))],
  ["a state with a letter less", (state) => message(genuine(state.slice(0, -1)))],
  ["a state in capitals", (state) => message(genuine(state.toUpperCase()))],
  ["a state of another version", (state) => message(genuine(state.replace("fsc1", "fsc2")))],
  ["a state with a space", (state) => message(genuine(`${state}%20`))],
  ["a state with a line break", (state) => message(genuine(`${state}%0A`))],
  ["a state with a null character", (state) => message(genuine(`${state}%00`))],
  ["this nonce with another payload", (_, nonce) => message(genuine(`fsc1.${nonce}.e30`))],
  ["the nonce alone", (_, nonce) => message(genuine(nonce))],
  ["another state's cancel", () => message(`?error=access_denied&state=fsc1.${"A".repeat(43)}.`)],
  // Where an object's prototype would answer.
  [
    "members under __proto__",
    (state) => JSON.parse(`{"__proto__":${JSON.stringify(message(genuine(state)))}}`) as unknown,
  ],
  ["a constructor's prototype", (state) => ({ constructor: { prototype: message(genuine(state)) } })],
  ["inherited members", (state) => Object.create(message(genuine(state))) as unknown],
  ["the type toString", (state) => ({ type: "toString", search: genuine(state) })],
  ["__proto__ in the query string", (state) => message(`?__proto__[code]=forged-code&__proto__[state]=${state}`)],
  ["a parameter in brackets", (state) => message(`?code[]=forged-code&state[]=${state}`)],
];
