import { type AuthorizationResponse, parseAuthorizationResponse } from "../core/authorizationResponse";
import { type Browser, globalBrowser } from "../core/browser";
import { createFlight, type Flight } from "./flight";
import { cleanUrl, readMarker } from "./marker";

// On `globalThis`, so that two copies of this package on one page share it.
const FLIGHTS = Symbol.for("react-fullscript-connect.flights.1");
const registry = globalThis as Record<symbol, Map<string, Flight> | undefined>;

/** The flight of the authorization response that the page's URL holds, or of the outcome that it left behind. */
export function openFlight(browser: Browser = globalBrowser): Flight {
  const flights = (registry[FLIGHTS] ??= new Map<string, Flight>());
  const { response, key } = readPage(browser);
  const marker = response.kind === "absent" ? readMarker(browser) : undefined;
  const settledHere = `${browser.location()?.pathname} settled`;
  const known = marker ? flights.get(JSON.stringify(marker)) : flights.get(response.kind === "absent" ? settledHere : key);
  if (known) return known;

  const flight: Flight = createFlight(
    response,
    marker,
    (left, { replaceUrl }) => {
      // The user may be on another page of the app by now, and its parameters are not ours.
      if (response.kind === "absent" || readPage(browser).key !== key) return;
      flights.set(JSON.stringify(left), flight);
      // The host's router writes the history entry, without our marker.
      if (replaceUrl) flights.set(settledHere, flight);
      cleanUrl(left, replaceUrl, browser);
    },
    browser,
  );
  if (marker) flights.set(JSON.stringify(marker), flight);
  else if (response.kind !== "absent") flights.set(key, flight);
  return flight;
}

function readPage(browser: Browser): { response: AuthorizationResponse; key: string } {
  const search = browser.location()?.search ?? "";
  const response = parseAuthorizationResponse(search);
  return { response, key: response.kind === "invalid" ? search : JSON.stringify(response) };
}
