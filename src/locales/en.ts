/** The language of the texts. */
export interface Language {
  /** The BCP 47 tag, for the `lang` attribute and for numbers. */
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
  readonly signInText: string;
  readonly signIn: string;
  readonly userChanged: string;
}

/** The texts of the callback. Each state says what happened and what to do. */
export interface CallbackMessages extends Language {
  readonly exchangingTitle: string;
  readonly exchangingText: string;
  readonly slowText: string;
  readonly offlineText: string;
  readonly retryText: string;
  readonly otherTabText: string;
  /** `{time}` is a duration, such as "3 minutes". */
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
  readonly unauthorizedSignInText: string;
  readonly rejectedTitle: string;
  readonly rejectedText: string;
  readonly continue: string;
  readonly connectAgain: string;
  readonly redirecting: string;
  readonly tryAgain: string;
  readonly goBack: string;
  readonly closeWindow: string;
  readonly signIn: string;
}

/** The texts of the card. */
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
  /** `{scopes}` is a list of scopes, such as "patients:read and patients:write". */
  readonly cardMissingScopesText: string;
  readonly cardDisconnectingTitle: string;
  readonly cardDisconnectingText: string;
  readonly cardFailedTitle: string;
  readonly cardFailedText: string;
  readonly cardUnauthorizedText: string;
  readonly cardDisconnectFailed: string;
  readonly disconnect: string;
  readonly disconnecting: string;
  readonly tryAgain: string;
  readonly signInText: string;
  readonly signIn: string;
  readonly userChanged: string;
}

/** All texts of a language. They are plain strings, so that server components can pass them. Placeholders are in braces. */
export type FullscriptMessages = ButtonMessages & CallbackMessages & CardMessages;

/** The button's English texts. A page that only has a button loads no others. */
export const buttonMessages: ButtonMessages = {
  lang: "en",
  connect: "Connect my Fullscript account",
  treatmentPlan: "Add a Fullscript treatment plan",
  recommend: "Recommend with Fullscript",
  reconnect: "Reconnect my Fullscript account",
  redirecting: "Opening Fullscript…",
  startFailed:
    "Fullscript could not be opened. Reload the page and try again. If that doesn’t help, contact your administrator.",
  awaiting: "Go to the Fullscript window",
  awaitingText: "Continue in the Fullscript window.",
  awaitingClosedText: "If the Fullscript window is still open, continue there. Otherwise, connect again.",
  cancel: "Cancel",
  exchanging: "Connecting…",
  connected: "Fullscript account connected",
  cancelled: "Connection cancelled. Nothing has changed.",
  popupBlocked: "Your browser did not open the Fullscript window. Allow pop-ups for this site, then try again.",
  connectFailed: "Connecting your Fullscript account did not work. Try again.",
  loadFailed: "Part of this page did not load. Reload the page and try again.",
  sessionEnded: "You have been signed out of this app. Sign in again in another tab, then try again.",
  signInText: "You have been signed out of this app. Sign in, then try again.",
  signIn: "Sign in",
  userChanged: "The signed-in user has changed. Reload the page, then try again.",
};

/** The callback's English texts. */
export const callbackMessages: CallbackMessages = {
  lang: "en",
  exchangingTitle: "Connecting your Fullscript account",
  exchangingText: "This takes a few seconds. Keep this page open.",
  slowText: "This is taking longer than usual. Keep this page open.",
  offlineText: "You’re offline. Connecting continues as soon as you’re back online.",
  retryText: "This is taking longer than usual, so it’s being tried again. You don’t need to do anything.",
  otherTabText: "Another tab is finishing this. The result will appear here too.",
  timeLeft: "Fullscript’s approval expires in {time}.",

  connectedTitle: "Your Fullscript account is connected",
  connectedText: "You can pick up where you left off.",
  cancelledTitle: "Connection cancelled",
  cancelledText: "Nothing has changed. You can connect at any time.",
  expiredTitle: "Fullscript’s approval has expired",
  expiredText: "An approval lasts 10 minutes and can be used once. Connect again to get a new one.",
  absentTitle: "Nothing to finish here",
  absentText: "This page finishes connecting a Fullscript account. To connect yours, go back and start there.",
  deliveredTitle: "You can close this window",
  deliveredText: "Your app is finishing the connection.",

  stateTitle: "This connection cannot be finished here",
  stateText:
    "It was started in another window or browser, or too long ago. Nothing was connected. If your app opened this window, close it and connect again in your app. Otherwise, connect again here.",
  lostText:
    "The page that opened this window is no longer waiting for it. Close this window, go back to that page and connect again.",
  subjectTitle: "The signed-in user has changed",
  subjectText:
    "Someone else started this connection on this computer, so nothing was connected. Connect again to use your own account.",
  authorizationTitle: "Fullscript could not complete the request",
  authorizationText: "Nothing has changed. Wait a few minutes, then connect again.",
  interruptedTitle: "The connection was lost before it finished",
  interruptedText: "Your account may already be connected. Connect again to make sure.",
  unansweredText: "Your account may already be connected. Try again, or check whether another tab has finished.",
  unreachableTitle: "Your request could not be sent",
  unreachableText: "Your account is not connected yet. Check your internet connection, then try again.",
  unavailableTitle: "There is a problem with this service",
  unavailableText: "Your account may not be connected yet. Wait a few minutes, then try again.",
  unauthorizedTitle: "You have been signed out of this app",
  unauthorizedText: "Your account is not connected yet. Sign in again in another tab, then come back and try again.",
  unauthorizedSignInText: "Your account is not connected yet. Sign in, then try again.",
  rejectedTitle: "This app could not finish the connection",
  rejectedText: "This isn’t your fault. If it happens again, contact your administrator.",

  continue: "Continue",
  connectAgain: "Connect again",
  redirecting: "Opening Fullscript…",
  tryAgain: "Try again",
  goBack: "Go back",
  closeWindow: "Close this window",
  signIn: "Sign in",
};

/** The card's English texts. */
export const cardMessages: CardMessages = {
  lang: "en",
  cardLoadingTitle: "Your Fullscript account",
  cardLoadingText: "Checking whether it is connected…",
  cardNotConnectedTitle: "Your Fullscript account is not connected",
  cardNotConnectedText: "Connect it to use Fullscript from this app.",
  cardConnectedTitle: "Your Fullscript account is connected",
  cardConnectedText: "You can use Fullscript from this app.",
  cardPractitionerText: "Connected as a practitioner. You can use Fullscript from this app.",
  cardStaffText: "Connected as a staff member. You can use Fullscript from this app.",
  cardReconnectTitle: "Reconnect your Fullscript account",
  cardReconnectText: "Fullscript has ended this app’s access to your account. Reconnect to continue.",
  cardMissingScopesText: "This app needs more access to your account. Reconnect to allow {scopes}.",
  cardDisconnectingTitle: "Disconnecting your Fullscript account",
  cardDisconnectingText: "This takes a few seconds.",
  cardFailedTitle: "Your Fullscript account could not be checked",
  cardFailedText: "It may or may not be connected. Wait a few minutes, then try again.",
  cardUnauthorizedText: "You have been signed out of this app. Sign in again in another tab, then try again.",
  cardDisconnectFailed:
    "Disconnecting did not work. Your account is still connected. Wait a few minutes, then try again.",
  disconnect: "Disconnect my Fullscript account",
  disconnecting: "Disconnecting…",
  tryAgain: "Try again",
  signInText: "You have been signed out of this app. Sign in, then try again.",
  signIn: "Sign in",
  userChanged: "The signed-in user has changed. Reload the page, then try again.",
};

/**
 * All English texts, as a start for another language or wording.
 *
 * @example
 * const messages = { ...en, connect: "Link my dispensary" };
 */
export const en: FullscriptMessages = /* @__PURE__ */ Object.assign({}, buttonMessages, callbackMessages, cardMessages);
