import type { CardMessages } from "../../locales/en";
import type { FullscriptCallbackState } from "../callback/callbackState";
import type { FullscriptConnection } from "./useFullscriptConnection";

export type CardStatus = "loading" | "not-connected" | "connected" | "reconnect" | "disconnecting" | "failed";

/** Which of the callback's signs goes with it. */
export const CARD_ICONS: Readonly<Record<CardStatus, FullscriptCallbackState["status"]>> = {
  loading: "reading",
  "not-connected": "absent",
  connected: "connected",
  reconnect: "failed",
  disconnecting: "exchanging",
  failed: "failed",
};

/** What is true of the connection, as far as this page knows. */
export function cardStatus({ data, dataUpdatedAt, error, isFetching, disconnect }: FullscriptConnection): CardStatus {
  if (disconnect.isPending) return "disconnecting";
  // An older answer stays where asking again has failed, but not one that has changed since, and not another user's.
  const isVoid = error !== null && (dataUpdatedAt === 0 || error.code === "exchange_unauthorized");
  if (data === undefined || isVoid) return error && !isFetching ? "failed" : "loading";
  // A 204 is `null`.
  if ((data as typeof data | null)?.connected) return "connected";
  return (data as typeof data | null)?.reconnect ? "reconnect" : "not-connected";
}

/** Which texts a card shows. */
export function cardTexts(
  status: CardStatus,
  { data, error }: FullscriptConnection,
): { title: keyof CardMessages; text: keyof CardMessages } {
  switch (status) {
    case "loading":
      return { title: "cardLoadingTitle", text: "cardLoadingText" };
    case "not-connected":
      return { title: "cardNotConnectedTitle", text: "cardNotConnectedText" };
    case "connected": {
      const type = data?.resource_owner?.type;
      return {
        title: "cardConnectedTitle",
        text:
          type === "Practitioner" ? "cardPractitionerText" : type === "Staff" ? "cardStaffText" : "cardConnectedText",
      };
    }
    case "reconnect":
      return { title: "cardReconnectTitle", text: "cardReconnectText" };
    case "disconnecting":
      return { title: "cardDisconnectingTitle", text: "cardDisconnectingText" };
    case "failed":
      return {
        title: "cardFailedTitle",
        text: error?.code === "exchange_unauthorized" ? "cardUnauthorizedText" : "cardFailedText",
      };
    default:
      return status satisfies never;
  }
}
