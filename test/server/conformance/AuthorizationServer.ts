import type { ConnectionHandlerOptions } from "react-fullscript-connect/server";

/** An authorization server as the suite drives it. Its clock is this process's `Date`, which a test may set. */
export interface AuthorizationServer {
  settings: Required<
    Pick<ConnectionHandlerOptions, "environment" | "clientId" | "clientSecret" | "redirectUri" | "fetch">
  >;
  inabilities: Inabilities;
  /** A user signs in and consents: the code that comes back to this redirect URI, which is registered. */
  authorize: (redirectUri: string) => Promise<string>;
  /** Whether its API takes this access token. */
  isLive: (accessToken: string) => Promise<boolean>;
  /** The user takes the app's access back on the server's own side. */
  takeBack: (accessToken: string) => Promise<void>;
  /** How many token requests have arrived. */
  tokenRequests: () => number;
  /** Lets the next token request fail: answered 429 or 503, not answered, or done and not answered. */
  fail: (failure: Failure) => void | Promise<void>;
  /** Makes it unreachable, and reachable again with all that it knows. */
  goDown: () => Promise<void>;
  comeBack: () => Promise<void>;
  close: () => Promise<void>;
}

export type Failure = "429" | "503" | "pending" | "lost";

/** What a server is not able to do, and why: the suite then holds what happens instead. */
export type Inabilities = Partial<Record<"resource owner", string>>;

export const REDIRECT_URI = "https://clinic.example/fullscript/callback";
export const OTHER_REDIRECT_URI = "https://clinic.example/fullscript/other";
