/** What every language says of itself. */
export interface Language {
  /** BCP 47 tag of the texts, for their `lang` attribute and for numbers. */
  readonly lang: string;
}

/** The texts of the button. */
export interface ButtonMessages extends Language {
  readonly connect: string;
  readonly treatmentPlan: string;
  readonly recommend: string;
  readonly reconnect: string;
  readonly redirecting: string;
  readonly startFailed: string;
  readonly awaiting: string;
  readonly awaitingText: string;
  readonly awaitingClosedText: string;
  readonly cancel: string;
  readonly exchanging: string;
  readonly connected: string;
  readonly cancelled: string;
  readonly popupBlocked: string;
  readonly connectFailed: string;
  readonly loadFailed: string;
  readonly sessionEnded: string;
}

/** The texts of the callback: of each state what happened, and what it means for the user's work. */
export interface CallbackMessages extends Language {
  readonly exchangingTitle: string;
  readonly exchangingText: string;
  readonly slowText: string;
  readonly offlineText: string;
  readonly retryText: string;
  readonly otherTabText: string;
  /** `{time}` is e.g. "3 minutes". */
  readonly timeLeft: string;
  readonly connectedTitle: string;
  readonly connectedText: string;
  readonly cancelledTitle: string;
  readonly cancelledText: string;
  readonly expiredTitle: string;
  readonly expiredText: string;
  readonly absentTitle: string;
  readonly absentText: string;
  readonly deliveredTitle: string;
  readonly deliveredText: string;
  readonly stateTitle: string;
  readonly stateText: string;
  readonly lostText: string;
  readonly subjectTitle: string;
  readonly subjectText: string;
  readonly authorizationTitle: string;
  readonly authorizationText: string;
  readonly interruptedTitle: string;
  readonly interruptedText: string;
  readonly unansweredText: string;
  readonly unreachableTitle: string;
  readonly unreachableText: string;
  readonly unavailableTitle: string;
  readonly unavailableText: string;
  readonly unauthorizedTitle: string;
  readonly unauthorizedText: string;
  readonly rejectedTitle: string;
  readonly rejectedText: string;
  readonly continue: string;
  readonly connectAgain: string;
  readonly redirecting: string;
  readonly tryAgain: string;
  readonly goBack: string;
  readonly closeWindow: string;
}

/** The texts of the card on a page of integrations: of each state what is true, and what it means. */
export interface CardMessages extends Language {
  readonly cardLoadingTitle: string;
  readonly cardLoadingText: string;
  readonly cardNotConnectedTitle: string;
  readonly cardNotConnectedText: string;
  readonly cardConnectedTitle: string;
  readonly cardConnectedText: string;
  readonly cardPractitionerText: string;
  readonly cardStaffText: string;
  readonly cardReconnectTitle: string;
  readonly cardReconnectText: string;
  readonly cardDisconnectingTitle: string;
  readonly cardDisconnectingText: string;
  readonly cardFailedTitle: string;
  readonly cardFailedText: string;
  readonly cardUnauthorizedText: string;
  readonly cardDisconnectFailed: string;
  readonly disconnect: string;
  readonly disconnecting: string;
  readonly tryAgain: string;
}

/** The texts of a language: plain strings, so that they cross from server components. Placeholders are in braces. */
export type FullscriptMessages = ButtonMessages & CallbackMessages & CardMessages;

/** In English. Apart from the callback's, so that a page with a button alone does not load those. */
export const buttonMessages: ButtonMessages = {
  lang: "en",
  connect: "Connect my Fullscript account",
  treatmentPlan: "Add a Fullscript treatment plan",
  recommend: "Recommend with Fullscript",
  reconnect: "Reconnect my Fullscript account",
  redirecting: "Opening Fullscript…",
  startFailed:
    "Fullscript could not be opened. Reload the page and try again; if that does not help, tell your administrator.",
  awaiting: "Go to the Fullscript window",
  awaitingText: "Finish in the Fullscript window that has opened.",
  awaitingClosedText: "Is the Fullscript window still open? Finish there. Otherwise connect again.",
  cancel: "Cancel",
  exchanging: "Connecting…",
  connected: "Fullscript account connected",
  cancelled: "Connecting was cancelled. Nothing was changed.",
  popupBlocked: "Your browser did not open the Fullscript window. Allow pop-ups for this page and try again.",
  connectFailed: "Your Fullscript account could not be connected. Try again.",
  loadFailed: "A part of this page could not be loaded. Reload it and try again.",
  sessionEnded: "Your session in this app has ended. Sign in again in another tab, then try again.",
};

/** In English. */
export const callbackMessages: CallbackMessages = {
  lang: "en",
  exchangingTitle: "Connecting your Fullscript account",
  exchangingText: "This takes a moment. Please keep this page open.",
  slowText: "This takes longer than usual. Please keep this page open.",
  offlineText: "You are offline. This goes on by itself as soon as you are back.",
  retryText: "This takes longer than usual, so it is being tried again. You need not do anything.",
  otherTabText: "Another tab is finishing this. It will show here too.",
  timeLeft: "Fullscript’s approval is good for another {time}.",

  connectedTitle: "Your Fullscript account is connected",
  connectedText: "You can go on with what you were doing.",
  cancelledTitle: "Connecting was cancelled",
  cancelledText: "Nothing was changed. You can connect whenever you like.",
  expiredTitle: "Fullscript’s approval has expired",
  expiredText: "An approval is good for ten minutes and for one use. Connect again to get a new one.",
  absentTitle: "There is nothing to finish here",
  absentText: "This page finishes connecting a Fullscript account. Start from the page you came from.",
  deliveredTitle: "You can close this window",
  deliveredText: "Your app has Fullscript’s answer, and goes on by itself.",

  stateTitle: "This answer cannot be used",
  stateText:
    "It was asked for in another window or browser, or too long ago, so nothing was connected. If your app opened this window, close it and connect again there. Otherwise connect again from here.",
  lostText:
    "The page that opened this window does not take it any more. Close this window, go back there and connect again.",
  subjectTitle: "The signed-in user has changed",
  subjectText:
    "One user of this computer asked for this, and another was signed in when it came back, so it was not used. Connect again to use your own account.",
  authorizationTitle: "Fullscript could not complete the request",
  authorizationText: "Nothing was changed. Connect again in a little while.",
  interruptedTitle: "The connection was lost while finishing",
  interruptedText: "Your account may or may not be connected by now. Connect again to be sure.",
  unansweredText:
    "Your account may or may not be connected by now. Try again, or look whether another tab has finished it.",
  unreachableTitle: "Your request could not be sent",
  unreachableText: "Your account is not connected yet. Check your internet connection and try again.",
  unavailableTitle: "The service did not answer as it should",
  unavailableText: "Your account may not be connected yet. Try again in a little while.",
  unauthorizedTitle: "Your session in this app has ended",
  unauthorizedText: "Your account is not connected yet. Sign in again in another tab, then come back and try again.",
  rejectedTitle: "This app could not finish the connection",
  rejectedText: "It is nothing that you did. Tell your administrator if it happens again.",

  continue: "Continue",
  connectAgain: "Connect again",
  redirecting: "Opening Fullscript…",
  tryAgain: "Try again",
  goBack: "Go back",
  closeWindow: "Close this window",
};

/** In English. Apart as well: most pages have no card. */
export const cardMessages: CardMessages = {
  lang: "en",
  cardLoadingTitle: "Your Fullscript account",
  cardLoadingText: "Looking up whether it is connected…",
  cardNotConnectedTitle: "Your Fullscript account is not connected",
  cardNotConnectedText: "Connect it to use Fullscript from this app.",
  cardConnectedTitle: "Your Fullscript account is connected",
  cardConnectedText: "You can use Fullscript from this app.",
  cardPractitionerText: "Connected as a practitioner. You can use Fullscript from this app.",
  cardStaffText: "Connected as a member of the staff. You can use Fullscript from this app.",
  cardReconnectTitle: "Reconnect your Fullscript account",
  cardReconnectText: "Fullscript has ended this app’s access to your account. Reconnect it to go on.",
  cardDisconnectingTitle: "Disconnecting your Fullscript account",
  cardDisconnectingText: "This takes a moment.",
  cardFailedTitle: "Your Fullscript account could not be looked up",
  cardFailedText: "It is not known whether it is connected. Try again in a moment.",
  cardUnauthorizedText: "Your session in this app has ended. Sign in again, then try again.",
  cardDisconnectFailed: "Disconnecting did not work, and your account is still connected. Try again in a moment.",
  disconnect: "Disconnect my Fullscript account",
  disconnecting: "Disconnecting…",
  tryAgain: "Try again",
};

/** All of it: what another language, or a host's own wording, starts from. One that is not imported is not loaded. */
export const en: FullscriptMessages = /* @__PURE__ */ Object.assign({}, buttonMessages, callbackMessages, cardMessages);
