/** One client, for every contender. On a server, where nothing is fetched, any origin does. */
const origin = typeof location === "undefined" ? "http://localhost" : location.origin;

export const CLIENT_ID = "bench";
export const ORIGIN: string = origin;
/** Answers 204, so that the page stays and can be asked. */
export const AUTHORIZE: string = `${origin}/authorize`;
/** Sends the browser back, for a window. */
export const AUTHORIZE_IN_WINDOW: string = `${origin}/authorize/window`;
export const ENDPOINT: string = `${origin}/exchange`;
export const TOKEN_ENDPOINT: string = `${origin}/oauth/token`;
export const redirectUriOf = (name: string): string => `${origin}/${name}/callback`;
