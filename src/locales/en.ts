/** The texts of the button. */
export interface ButtonMessages {
  readonly connect: string;
  readonly treatmentPlan: string;
  readonly recommend: string;
  readonly reconnect: string;
  readonly redirecting: string;
  readonly startFailed: string;
}

/** The texts of the callback. */
export interface CallbackMessages {
  readonly exchangingTitle: string;
  readonly exchangingText: string;
  readonly offlineText: string;
  readonly retryText: string;
  readonly otherTabText: string;
  readonly connectedTitle: string;
  readonly connectedText: string;
  readonly cancelledTitle: string;
  readonly cancelledText: string;
  readonly expiredTitle: string;
  readonly expiredText: string;
  readonly absentTitle: string;
  readonly absentText: string;
  readonly failedTitle: string;
  readonly stateText: string;
  readonly subjectText: string;
  readonly authorizationText: string;
  readonly interruptedText: string;
  readonly unansweredText: string;
  readonly unreachableText: string;
  readonly unavailableText: string;
  readonly unauthorizedText: string;
  readonly rejectedText: string;
  readonly continue: string;
  readonly connectAgain: string;
  readonly tryAgain: string;
  readonly goBack: string;
}

/** The texts of a language: plain strings, so that they cross from server components. Placeholders are in braces. */
export type FullscriptMessages = ButtonMessages & CallbackMessages;

/** In English. Apart from the callback's, so that a page with a button alone does not load those. */
export const buttonMessages: ButtonMessages = {
  connect: "Connect my Fullscript account",
  treatmentPlan: "Add a Fullscript treatment plan",
  recommend: "Recommend with Fullscript",
  reconnect: "Reconnect my Fullscript account",
  redirecting: "Opening Fullscript…",
  startFailed: "Fullscript could not be opened. Reload the page and try again; if that does not help, tell your administrator.",
};

/** In English. */
export const callbackMessages: CallbackMessages = {
  exchangingTitle: "Connecting your Fullscript account",
  exchangingText: "This takes a moment. Please keep this page open.",
  offlineText: "You are offline. This goes on by itself as soon as you are back.",
  retryText: "This takes longer than usual. Trying again.",
  otherTabText: "Another tab is finishing this. It will show here too.",

  connectedTitle: "Your Fullscript account is connected",
  connectedText: "You can go on with what you were doing.",
  cancelledTitle: "Your Fullscript account is not connected",
  cancelledText: "You cancelled at Fullscript, and nothing was changed. You can connect whenever you like.",
  expiredTitle: "Fullscript’s approval has expired",
  expiredText: "An approval is good for ten minutes and for one use. Connect again to get a new one.",
  absentTitle: "There is nothing to finish here",
  absentText: "This page finishes connecting a Fullscript account. Start from the page you came from.",

  failedTitle: "Your Fullscript account could not be connected",
  stateText: "This answer from Fullscript does not belong to a request from this browser, so it was not used. Connect again.",
  subjectText: "This request was started by someone else on this computer. Connect again to use your own account.",
  authorizationText: "Fullscript could not complete the request. Try again in a little while.",
  interruptedText: "The connection was lost while finishing, so it may or may not have worked. Connect again to be sure.",
  unansweredText: "No answer has come yet, so it may or may not have worked. Try again, or look whether another tab has finished it.",
  unreachableText: "Your request could not be sent. Check your internet connection and try again.",
  unavailableText: "The service did not answer as it should. Try again in a little while.",
  unauthorizedText: "Your session in this app has ended. Sign in again in another tab, then come back and try again.",
  rejectedText: "This app could not finish the connection. Tell your administrator if it happens again.",

  continue: "Continue",
  connectAgain: "Connect again",
  tryAgain: "Try again",
  goBack: "Go back",
};
