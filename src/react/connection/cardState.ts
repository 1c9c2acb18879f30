import type { FullscriptError, FullscriptErrorCode } from "../../core/FullscriptError";
import type { CardMessages } from "../../locales/en";
import type { FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import type { FullscriptConnection } from "./useFullscriptConnection";

/** What a connection card shows. */
export type ConnectionCardState =
  | { status: "loading" | "not-connected" | "disconnecting"; error?: undefined }
  | {
      status: "connected";
      /** `"Practitioner"` or `"Staff"`. */
      ownerType?: string | undefined;
      /** Why disconnecting has failed. */
      error?: FullscriptError | undefined;
    }
  | {
      status: "reconnect";
      /** The scopes that a working connection lacks. Without any, Fullscript has ended the connection. */
      missingScopes?: readonly string[] | undefined;
      error?: FullscriptError | undefined;
    }
  | { status: "failed"; error: FullscriptError };

/** The callback's icon that each status shares. */
export const CARD_ICONS: Readonly<Record<ConnectionCardState["status"], FullscriptCallbackState["status"]>> = {
  loading: "reading",
  "not-connected": "absent",
  connected: "connected",
  reconnect: "failed",
  disconnecting: "exchanging",
  failed: "failed",
};

/** After these errors, earlier data may be another user's. */
const USER_CODES: ReadonlySet<FullscriptErrorCode> = new Set(["exchange_unauthorized", "subject_mismatch"]);

/** Returns what the card shows of a connection's query. */
export function selectCardState({
  data,
  dataUpdatedAt,
  error,
  isFetching,
  disconnect,
}: FullscriptConnection): ConnectionCardState {
  if (disconnect.isPending) return { status: "disconnecting" };
  // If a refetch fails, earlier data stays, unless it is known to be outdated.
  const isOutdated = error !== null && (dataUpdatedAt === 0 || USER_CODES.has(error.code));
  if (data === undefined || isOutdated)
    return error && !isFetching ? { status: "failed", error } : { status: "loading" };
  // A 204 is `null`.
  const { connected, reconnect, missing_scopes, resource_owner } = (data as typeof data | null) ?? { connected: false };
  const disconnectError = disconnect.error ?? undefined;
  if (reconnect)
    return { status: "reconnect", ...(connected && { missingScopes: missing_scopes ?? [], error: disconnectError }) };
  return connected
    ? { status: "connected", ownerType: resource_owner?.type, error: disconnectError }
    : { status: "not-connected" };
}

/** Returns the title and text of a card. */
export function cardTexts(
  state: ConnectionCardState,
  texts: CardMessages,
  canSignIn: boolean,
): { title: string; text: string } {
  switch (state.status) {
    case "loading":
      return { title: texts.cardLoadingTitle, text: texts.cardLoadingText };
    case "not-connected":
      return { title: texts.cardNotConnectedTitle, text: texts.cardNotConnectedText };
    case "connected": {
      const text =
        state.ownerType === "Practitioner"
          ? texts.cardPractitionerText
          : state.ownerType === "Staff"
            ? texts.cardStaffText
            : texts.cardConnectedText;
      return { title: texts.cardConnectedTitle, text };
    }
    case "reconnect": {
      const { missingScopes } = state;
      const text = missingScopes?.length
        ? texts.cardMissingScopesText.replace("{scopes}", () => formatList(missingScopes, texts.lang))
        : texts.cardReconnectText;
      return { title: texts.cardReconnectTitle, text };
    }
    case "disconnecting":
      return { title: texts.cardDisconnectingTitle, text: texts.cardDisconnectingText };
    case "failed":
      return { title: texts.cardFailedTitle, text: failedText(state.error, texts, canSignIn) };
    default:
      return state satisfies never;
  }
}

function failedText({ code }: FullscriptError, texts: CardMessages, canSignIn: boolean): string {
  if (code === "subject_mismatch") return texts.userChanged;
  if (code !== "exchange_unauthorized") return texts.cardFailedText;
  return canSignIn ? texts.signInText : texts.cardUnauthorizedText;
}

function formatList(items: readonly string[], lang: string): string {
  return new Intl.ListFormat(lang, { type: "conjunction" }).format(items);
}
