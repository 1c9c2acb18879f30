import { type Check, failed, passed, unknown } from "./Check";

/** What the authorization server says before anyone has signed in. */
export const authorizationChecks: readonly Check[] = [
  {
    id: "redirect-uri",
    title: "Redirect URI",
    run({ redirectUri }) {
      const { protocol, hostname } = new URL(redirectUri);
      const isLocal = /^((.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
      if (redirectUri.includes("#"))
        return failed("It has a fragment.", "Remove the fragment: OAuth does not allow one.");
      if (protocol !== "https:" && !isLocal) return failed("It is not https.", "Use https: codes travel in this URL.");
      return passed(redirectUri);
    },
  },
  {
    id: "authorization-request",
    title: "Authorization request",
    needs: "redirect-uri",
    async run({ authorizationUrl, redirectUri }, { send }) {
      const { status, redirectTarget, url } = await send(authorizationUrl, { headers: { Accept: "text/html" } });
      const open = `Open this URL, sign in, and expect a page that asks for consent. A 404 page means a wrong client ID, redirect URI or environment: ${authorizationUrl}`;
      if (redirectTarget?.href.startsWith(redirectUri)) {
        const error = redirectTarget.searchParams.get("error");
        return error === null
          ? passed("Fullscript redirects to your app.")
          : failed(`Fullscript refuses with ${error}.`, "Look up this error in RFC 6749, section 4.1.2.1.");
      }
      if (redirectTarget) {
        return unknown(
          `Fullscript asks for a sign-in first (${status} to ${redirectTarget.origin}${redirectTarget.pathname}), which proves nothing.`,
          open,
        );
      }
      if (status === 200) return unknown("Fullscript answers 200 with a page, which proves nothing.", open);
      if ([400, 401, 404, 422].includes(status)) {
        return failed(
          `${url.origin} answers ${status}: it doesn't know this client ID with this redirect URI.`,
          "Compare both, character by character, with your app on Fullscript's dashboard or with the local sandbox's options. Check the environment, too: a client of us-snd is unknown to us.",
        );
      }
      return unknown(`${url.origin} answers ${status}.`, open);
    },
  },
];
