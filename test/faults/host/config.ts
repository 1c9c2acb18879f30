import type { FullscriptConfig } from "react-fullscript-connect";
import { CALLBACK, CLIENT_ID, ENDPOINT, HEADER_VALUE, type Variant } from "./variant";

export const variant = JSON.parse(document.getElementById("variant")?.textContent ?? "") as Variant;

export const fullscript: FullscriptConfig = {
  clientId: CLIENT_ID,
  redirectUri: location.origin + CALLBACK,
  environment: { authorizationEndpoint: variant.authorizationEndpoint },
  endpoint: ENDPOINT,
  headers: () => ({ "X-Csrf-Token": HEADER_VALUE }),
  idempotent: variant.isIdempotent,
  timeoutMs: variant.timeoutMs,
};
