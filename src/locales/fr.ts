import type { FullscriptMessages } from "./en";

/** In French, as it is written in Canada. */
export const fr: FullscriptMessages = {
  lang: "fr-CA",
  connect: "Connecter mon compte Fullscript",
  treatmentPlan: "Ajouter un plan de traitement Fullscript",
  recommend: "Recommander avec Fullscript",
  reconnect: "Reconnecter mon compte Fullscript",
  redirecting: "Ouverture de Fullscript…",
  startFailed:
    "Impossible d’ouvrir Fullscript. Actualisez la page et réessayez; si le problème persiste, avisez votre administrateur.",
  awaiting: "Aller à la fenêtre de Fullscript",
  awaitingText: "Terminez dans la fenêtre de Fullscript qui s’est ouverte.",
  awaitingClosedText: "La fenêtre de Fullscript est-elle encore ouverte? Terminez-y. Sinon, connectez-vous à nouveau.",
  cancel: "Annuler",
  exchanging: "Connexion en cours…",
  connected: "Compte Fullscript connecté",
  cancelled: "La connexion a été annulée. Rien n’a été modifié.",
  popupBlocked:
    "Votre navigateur n’a pas ouvert la fenêtre de Fullscript. Autorisez les fenêtres contextuelles pour cette page et réessayez.",
  connectFailed: "Votre compte Fullscript n’a pas pu être connecté. Réessayez.",
  loadFailed: "Une partie de cette page n’a pas pu être chargée. Actualisez-la et réessayez.",
  sessionEnded:
    "Votre session dans cette application est terminée. Ouvrez une session dans un autre onglet, puis réessayez.",

  exchangingTitle: "Connexion de votre compte Fullscript",
  exchangingText: "Un instant, s’il vous plaît. Gardez cette page ouverte.",
  slowText: "C’est plus long que d’habitude. Gardez cette page ouverte.",
  offlineText: "Vous êtes hors ligne. La connexion se poursuivra d’elle-même dès votre retour en ligne.",
  retryText: "C’est plus long que d’habitude; une nouvelle tentative est en cours. Vous n’avez rien à faire.",
  otherTabText: "Un autre onglet termine la connexion. Le résultat s’affichera ici aussi.",
  timeLeft: "L’autorisation de Fullscript est encore valable {time}.",

  connectedTitle: "Votre compte Fullscript est connecté",
  connectedText: "Vous pouvez reprendre là où vous en étiez.",
  cancelledTitle: "La connexion a été annulée",
  cancelledText: "Rien n’a été modifié. Vous pouvez vous connecter quand vous le voulez.",
  expiredTitle: "L’autorisation de Fullscript a expiré",
  expiredText:
    "Une autorisation est valable dix minutes et ne sert qu’une fois. Connectez-vous à nouveau pour en obtenir une autre.",
  absentTitle: "Il n’y a rien à terminer ici",
  absentText: "Cette page sert à terminer la connexion d’un compte Fullscript. Repartez de la page d’où vous venez.",
  deliveredTitle: "Vous pouvez fermer cette fenêtre",
  deliveredText: "Votre application a reçu la réponse de Fullscript et poursuit d’elle-même.",

  stateTitle: "Cette réponse ne peut pas être utilisée",
  stateText:
    "Elle a été demandée dans une autre fenêtre ou un autre navigateur, ou il y a trop longtemps; rien n’a donc été connecté. Si votre application a ouvert cette fenêtre, fermez-la et connectez-vous à nouveau dans l’application. Sinon, connectez-vous à nouveau à partir d’ici.",
  lostText:
    "La page qui a ouvert cette fenêtre ne l’attend plus. Fermez cette fenêtre, retournez à la page et connectez-vous à nouveau.",
  subjectTitle: "La personne connectée n’est plus la même",
  subjectText:
    "Une personne a fait la demande sur cet ordinateur et une autre était connectée au retour; la demande n’a donc pas été utilisée. Connectez-vous à nouveau pour utiliser votre propre compte.",
  authorizationTitle: "Fullscript n’a pas pu traiter la demande",
  authorizationText: "Rien n’a été modifié. Connectez-vous à nouveau dans quelques instants.",
  interruptedTitle: "La connexion a été coupée avant la fin",
  interruptedText: "Votre compte est peut-être déjà connecté. Connectez-vous à nouveau pour en être certain.",
  unansweredText: "Votre compte est peut-être déjà connecté. Réessayez, ou vérifiez si un autre onglet a terminé.",
  unreachableTitle: "Votre demande n’a pas pu être envoyée",
  unreachableText: "Votre compte n’est pas encore connecté. Vérifiez votre connexion Internet et réessayez.",
  unavailableTitle: "Le service n’a pas répondu comme prévu",
  unavailableText: "Votre compte n’est peut-être pas encore connecté. Réessayez dans quelques instants.",
  unauthorizedTitle: "Votre session dans cette application est terminée",
  unauthorizedText:
    "Votre compte n’est pas encore connecté. Ouvrez une session dans un autre onglet, puis revenez ici et réessayez.",
  rejectedTitle: "Cette application n’a pas pu terminer la connexion",
  rejectedText: "Vous n’y êtes pour rien. Si cela se reproduit, avisez votre administrateur.",

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
    "Connexion à titre de praticien. Vous pouvez utiliser Fullscript à partir de cette application.",
  cardStaffText:
    "Connexion à titre de membre du personnel. Vous pouvez utiliser Fullscript à partir de cette application.",
  cardReconnectTitle: "Reconnectez votre compte Fullscript",
  cardReconnectText:
    "Fullscript a mis fin à l’accès de cette application à votre compte. Reconnectez-le pour continuer.",
  cardDisconnectingTitle: "Déconnexion de votre compte Fullscript",
  cardDisconnectingText: "Un instant, s’il vous plaît.",
  cardFailedTitle: "Votre compte Fullscript n’a pas pu être vérifié",
  cardFailedText: "Impossible de savoir s’il est connecté. Réessayez dans quelques instants.",
  cardUnauthorizedText: "Votre session dans cette application est terminée. Ouvrez-en une nouvelle, puis réessayez.",
  cardDisconnectFailed:
    "La déconnexion n’a pas fonctionné et votre compte est toujours connecté. Réessayez dans quelques instants.",
  disconnect: "Déconnecter mon compte Fullscript",
  disconnecting: "Déconnexion en cours…",
};
