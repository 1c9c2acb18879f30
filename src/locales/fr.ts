import type { FullscriptMessages } from "./en";

/** All texts in Canadian French. */
export const fr: FullscriptMessages = {
  lang: "fr-CA",
  connect: "Connecter mon compte Fullscript",
  treatmentPlan: "Ajouter un plan de traitement Fullscript",
  recommend: "Recommander avec Fullscript",
  reconnect: "Reconnecter mon compte Fullscript",
  redirecting: "Ouverture de Fullscript…",
  startFailed:
    "Impossible d’ouvrir Fullscript. Actualisez la page et réessayez; si le problème persiste, communiquez avec votre administration.",
  awaiting: "Aller à la fenêtre de Fullscript",
  awaitingText: "Continuez dans la fenêtre de Fullscript.",
  awaitingClosedText: "Si la fenêtre de Fullscript est encore ouverte, retournez-y. Sinon, connectez-vous à nouveau.",
  cancel: "Annuler",
  exchanging: "Connexion en cours…",
  connected: "Compte Fullscript connecté",
  cancelled: "Connexion annulée. Rien n’a été modifié.",
  popupBlocked:
    "Votre navigateur n’a pas ouvert la fenêtre de Fullscript. Autorisez les fenêtres contextuelles pour ce site, puis réessayez.",
  connectFailed: "La connexion de votre compte Fullscript n’a pas fonctionné. Réessayez.",
  loadFailed: "Une partie de cette page n’a pas pu être chargée. Actualisez-la et réessayez.",
  sessionEnded:
    "Votre session dans cette application est terminée. Ouvrez une session dans un autre onglet, puis réessayez.",
  signInText: "Votre session dans cette application est terminée. Ouvrez une session, puis réessayez.",
  signIn: "Ouvrir une session",
  userChanged: "La personne connectée n’est plus la même. Actualisez la page, puis réessayez.",

  exchangingTitle: "Connexion de votre compte Fullscript",
  exchangingText: "Cela prend quelques secondes. Gardez cette page ouverte.",
  slowText: "C’est plus long que d’habitude. Gardez cette page ouverte.",
  offlineText: "Vous êtes hors ligne. La connexion se poursuivra d’elle-même dès votre retour en ligne.",
  retryText: "C’est plus long que d’habitude; une nouvelle tentative est en cours. Vous n’avez rien à faire.",
  otherTabText: "Un autre onglet termine la connexion. Le résultat s’affichera ici aussi.",
  timeLeft: "L’autorisation de Fullscript expire dans {time}.",

  connectedTitle: "Votre compte Fullscript est connecté",
  connectedText: "Vous pouvez reprendre là où vous en étiez.",
  cancelledTitle: "Connexion annulée",
  cancelledText: "Rien n’a été modifié. Vous pouvez vous connecter en tout temps.",
  expiredTitle: "L’autorisation de Fullscript a expiré",
  expiredText:
    "Une autorisation est valable 10 minutes et ne sert qu’une fois. Connectez-vous à nouveau pour en obtenir une autre.",
  absentTitle: "Rien à terminer ici",
  absentText:
    "Cette page sert à terminer la connexion d’un compte Fullscript. Pour connecter le vôtre, retournez à la page d’où vous venez.",
  deliveredTitle: "Vous pouvez fermer cette fenêtre",
  deliveredText: "Votre application termine la connexion.",

  stateTitle: "Cette connexion ne peut pas être terminée ici",
  stateText:
    "Elle a été commencée dans une autre fenêtre ou un autre navigateur, ou il y a trop longtemps. Rien n’a été connecté. Si votre application a ouvert cette fenêtre, fermez-la et connectez-vous à nouveau dans l’application. Sinon, connectez-vous à nouveau à partir d’ici.",
  lostText:
    "La page qui a ouvert cette fenêtre ne l’attend plus. Fermez cette fenêtre, retournez à la page et connectez-vous à nouveau.",
  subjectTitle: "La personne connectée n’est plus la même",
  subjectText:
    "Une autre personne a commencé cette connexion sur cet ordinateur; rien n’a donc été connecté. Connectez-vous à nouveau pour utiliser votre propre compte.",
  authorizationTitle: "Fullscript n’a pas pu traiter la demande",
  authorizationText: "Rien n’a été modifié. Attendez quelques minutes, puis connectez-vous à nouveau.",
  interruptedTitle: "La connexion a été coupée avant la fin",
  interruptedText: "Votre compte est peut-être déjà connecté. Connectez-vous à nouveau pour vous en assurer.",
  unansweredText: "Votre compte est peut-être déjà connecté. Réessayez, ou vérifiez si un autre onglet a terminé.",
  unreachableTitle: "Votre demande n’a pas pu être envoyée",
  unreachableText: "Votre compte n’est pas encore connecté. Vérifiez votre connexion Internet et réessayez.",
  unavailableTitle: "Il y a un problème avec ce service",
  unavailableText: "Votre compte n’est peut-être pas encore connecté. Attendez quelques minutes, puis réessayez.",
  unauthorizedTitle: "Votre session dans cette application est terminée",
  unauthorizedText:
    "Votre compte n’est pas encore connecté. Ouvrez une session dans un autre onglet, puis revenez ici et réessayez.",
  unauthorizedSignInText: "Votre compte n’est pas encore connecté. Ouvrez une session, puis réessayez.",
  rejectedTitle: "Cette application n’a pas pu terminer la connexion",
  rejectedText: "Vous n’y êtes pour rien. Si cela se reproduit, communiquez avec votre administration.",

  continue: "Continuer",
  connectAgain: "Se connecter à nouveau",
  tryAgain: "Réessayer",
  goBack: "Retour",
  closeWindow: "Fermer cette fenêtre",

  cardLoadingTitle: "Votre compte Fullscript",
  cardLoadingText: "Vérification de la connexion…",
  cardNotConnectedTitle: "Votre compte Fullscript n’est pas connecté",
  cardNotConnectedText: "Connectez-le pour utiliser Fullscript à partir de cette application.",
  cardConnectedTitle: "Votre compte Fullscript est connecté",
  cardConnectedText: "Vous pouvez utiliser Fullscript à partir de cette application.",
  cardPractitionerText:
    "Connexion à titre de praticienne ou praticien. Vous pouvez utiliser Fullscript à partir de cette application.",
  cardStaffText:
    "Connexion à titre de membre du personnel. Vous pouvez utiliser Fullscript à partir de cette application.",
  cardReconnectTitle: "Reconnectez votre compte Fullscript",
  cardReconnectText:
    "Fullscript a mis fin à l’accès de cette application à votre compte. Reconnectez-le pour continuer.",
  cardMissingScopesText:
    "Cette application a besoin d’un accès plus large à votre compte. Reconnectez-le pour autoriser {scopes}.",
  cardDisconnectingTitle: "Déconnexion de votre compte Fullscript",
  cardDisconnectingText: "Cela prend quelques secondes.",
  cardFailedTitle: "Votre compte Fullscript n’a pas pu être vérifié",
  cardFailedText: "Il est peut-être connecté, ou peut-être pas. Attendez quelques minutes, puis réessayez.",
  cardUnauthorizedText:
    "Votre session dans cette application est terminée. Ouvrez une session dans un autre onglet, puis réessayez.",
  cardDisconnectFailed:
    "La déconnexion n’a pas fonctionné. Votre compte est toujours connecté. Attendez quelques minutes, puis réessayez.",
  disconnect: "Déconnecter mon compte Fullscript",
  disconnecting: "Déconnexion en cours…",
};
