import { FullscriptError } from "./FullscriptError";

/** Fullscript's environments, by the names of Fullscript's own embed SDK: US and Canada, production and sandbox (`-snd`). */
export type FullscriptEnvironmentName = "us" | "ca" | "us-snd" | "ca-snd";

/**
 * A Fullscript environment, or an authorization endpoint of one's own: a local stand-in, or another of Fullscript's hosts
 * where its documentation's pages disagree.
 */
export type FullscriptEnvironment = FullscriptEnvironmentName | { authorizationEndpoint: string };

/** The origin of each environment's OAuth endpoints. @see Fullscript's page "For AI", "use these hosts for all OAuth and REST API calls" */
export const FULLSCRIPT_ORIGINS: Readonly<Record<FullscriptEnvironmentName, string>> = {
  us: "https://api-us.fullscript.com",
  ca: "https://api-ca.fullscript.com",
  "us-snd": "https://api-us-snd.fullscript.io",
  "ca-snd": "https://api-ca-snd.fullscript.io",
};

/** Origin of a named environment; throws `misconfigured` for a name that is not one. */
export function fullscriptOrigin(name: string): string {
  const origin = new Map(Object.entries(FULLSCRIPT_ORIGINS)).get(name);
  if (origin !== undefined) return origin;
  throw new FullscriptError(
    "misconfigured",
    `Unknown environment ${JSON.stringify(name)}. Fullscript has "us", "ca", "us-snd" and "ca-snd"; for any other server pass its endpoints.`,
  );
}
