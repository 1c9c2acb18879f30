import type {
  FullscriptCallbackProps,
  FullscriptConnectButtonProps,
  FullscriptConnectionCardProps,
} from "react-fullscript-connect";

type Own = "clientId" | "redirectUri" | "environment" | "endpoint";
type Placed = { dir?: "ltr" | "rtl" };

/** What a test's page has on it, as JSON: it is written on the page's `<html>`. */
export interface Scene {
  buttons?: (Partial<Omit<FullscriptConnectButtonProps, "icon">> & Placed & { icon?: string })[];
  /** All of them show the one response that is in the URL. */
  callbacks?: (Omit<FullscriptCallbackProps, Own | "children"> & Placed)[];
  /** On every page but the callback's. */
  cards?: (Partial<Omit<FullscriptConnectionCardProps, Own>> & Placed)[];
  /** Where the button leads. @default a page of the host's own server that does not exist */
  authorizationEndpoint?: string;
  /** Rendered on the server, and hydrated. */
  isHydrated?: boolean;
  /** A field of the host's, above the callback, into which it puts the focus. */
  hasField?: boolean;
}

export const CLIENT_ID = "looks-id";
export const CALLBACK = "/callback";
export const ENDPOINT = "/api/connection";

declare global {
  interface Window {
    /** Begins an authorization without leaving; gives its state. */
    createState: () => string;
    /** Whatever React reported of a difference between server and browser. */
    differences: string[];
  }
}
