import { type AuthorizationResponse, parseAuthorizationResponse } from "../../core/authorizationResponse";
import { type Browser, globalBrowser } from "../../core/browser";
import { deliverResponse } from "../../core/popup";
import { isAuthorizationWindow } from "../../core/popupWindow";
import { stateNonce } from "../../core/state";
import { createFlight, type Flight } from "./flight";
import { cleanUrl, readMarker } from "./marker";

/** Gives its flight to who asks for what it is about. A function, so that no code can be read from `globalThis`. */
type Find = (key: string) => Flight | undefined;

// On `globalThis`, so that two copies of this package on one page share it.
const FLIGHTS = Symbol.for("react-fullscript-connect.flights.1");
const registry = globalThis as Record<symbol, Find[] | undefined>;

/** The flight of the authorization response that the page's URL holds, or of the outcome that it left behind. */
export function openFlight(browser: Browser = globalBrowser): Flight {
  const flights = (registry[FLIGHTS] ??= []);
  const { response, key } = readPage(browser);
  const marker = response.kind === "absent" ? readMarker(browser) : undefined;
  const settledHere = `${browser.location()?.pathname} settled`;
  const asked = marker ? JSON.stringify(marker) : response.kind === "absent" ? settledHere : key;
  for (const find of flights) {
    const known = find(asked);
    if (known) return known;
  }

  const keep = (name: string) => flights.unshift((other) => (other === name ? flight : undefined));
  const flight: Flight = createFlight(
    response,
    marker,
    (left, options) => {
      // The user may be on another page of the app by now, and its parameters are not ours.
      if (response.kind === "absent" || readPage(browser).key !== key) return;
      if (left) keep(JSON.stringify(left));
      // Without our marker, as where the host's router writes the history entry.
      if (options.replaceUrl || !left) keep(settledHere);
      cleanUrl(left, options, browser);
    },
    browser,
    (transaction) => {
      if ((response.kind !== "code" && response.kind !== "error") || response.state === undefined) return undefined;
      const isForOpener = transaction
        ? transaction.popup
        : isAuthorizationWindow(browser) && stateNonce(response.state) !== undefined;
      return isForOpener ? deliverResponse(browser.location()?.search ?? "", response.state, browser) : undefined;
    },
  );
  if (marker || response.kind !== "absent") keep(asked);
  return flight;
}

function readPage(browser: Browser): { response: AuthorizationResponse; key: string } {
  const search = browser.location()?.search ?? "";
  const response = parseAuthorizationResponse(search);
  return { response, key: response.kind === "invalid" ? search : JSON.stringify(response) };
}
