import { type AuthorizationResponse, parseAuthorizationResponse } from "../core/authorizationResponse";
import { type Browser, globalBrowser } from "../core/browser";
import { createFlight, type Flight } from "./flight";
import { type Marker, readMarker } from "./marker";

// On `globalThis`, so that two copies of this package on one page share it.
const FLIGHTS = Symbol.for("react-fullscript-connect.flights.1");
const registry = globalThis as Record<symbol, Map<string, Flight> | undefined>;

/** The flight of the authorization response that the page's URL holds, or of the outcome that it left behind. */
export function openFlight(browser: Browser = globalBrowser): Flight {
  const flights = (registry[FLIGHTS] ??= new Map<string, Flight>());
  const page = browser.location();
  const response = parseAuthorizationResponse(page?.search ?? "");
  const marker = response.kind === "absent" ? readMarker(browser) : undefined;
  const key = keyOf(marker ?? response);
  const settledHere = `${page?.pathname} settled`;
  const known = flights.get(key) ?? (response.kind === "absent" && !marker ? flights.get(settledHere) : undefined);
  if (known) return known;

  const onCleaned = (left: Marker, byRouter: boolean) => {
    flights.set(keyOf(left), flight);
    // The host's router wrote the history entry, without our marker.
    if (byRouter) flights.set(settledHere, flight);
  };
  const flight: Flight = createFlight(response, marker, onCleaned, browser);
  if (marker || response.kind !== "absent") flights.set(key, flight);
  return flight;
}

const keyOf = (value: AuthorizationResponse | Marker) => JSON.stringify(value);
