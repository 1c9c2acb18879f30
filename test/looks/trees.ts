import { type Answer, CANCEL, CODE } from "./arrive";

/** What a screen reader finds in the panel of one outcome. */
export interface Tree {
  of: string;
  status: string;
  code?: string;
  response: Record<string, string>;
  answer?: Answer;
  en: string;
  fr: string;
}

const FORGED = { code: "a-code", state: `fsc1.${"A".repeat(43)}.` };

export const TREES: Tree[] = [
  {
    of: "an exchange under way",
    status: "exchanging",
    response: CODE,
    answer: "never",
    en: `
      - region "Connecting your Fullscript account":
        - status:
          - heading "Connecting your Fullscript account" [level=2]
          - paragraph: This takes a few seconds. Keep this page open.`,
    fr: `
      - region "Connexion de votre compte Fullscript":
        - status:
          - heading "Connexion de votre compte Fullscript" [level=2]
          - paragraph: Cela prend quelques secondes. Gardez cette page ouverte.`,
  },
  {
    of: "a connection",
    status: "connected",
    response: CODE,
    answer: { status: 200 },
    en: `
      - region "Your Fullscript account is connected":
        - status:
          - heading "Your Fullscript account is connected" [level=2]
          - paragraph: You can pick up where you left off.
        - button "Continue"`,
    fr: `
      - region "Votre compte Fullscript est connecté":
        - status:
          - heading "Votre compte Fullscript est connecté" [level=2]
          - paragraph: Vous pouvez reprendre là où vous en étiez.
        - button "Continuer"`,
  },
  {
    of: "a cancel",
    status: "cancelled",
    response: CANCEL,
    en: `
      - region "Connection cancelled":
        - status:
          - heading "Connection cancelled" [level=2]
          - paragraph: Nothing has changed. You can connect at any time.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "Connexion annulée":
        - status:
          - heading "Connexion annulée" [level=2]
          - paragraph: Rien n’a été modifié. Vous pouvez vous connecter en tout temps.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
  {
    of: "a code that is good no more",
    status: "expired",
    code: "code_rejected",
    response: CODE,
    answer: { status: 400, json: { error: "invalid_grant" } },
    en: `
      - region "Fullscript’s approval has expired":
        - alert:
          - heading "Fullscript’s approval has expired" [level=2]
          - paragraph: An approval lasts 10 minutes and can be used once. Connect again to get a new one.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "L’autorisation de Fullscript a expiré":
        - alert:
          - heading "L’autorisation de Fullscript a expiré" [level=2]
          - paragraph: Une autorisation est valable 10 minutes et ne sert qu’une fois. Connectez-vous à nouveau pour en obtenir une autre.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
  {
    of: "Fullscript's own refusal",
    status: "failed",
    code: "authorization_error",
    response: { error: "server_error" },
    en: `
      - region "Fullscript could not complete the request":
        - alert:
          - heading "Fullscript could not complete the request" [level=2]
          - paragraph: Nothing has changed. Wait a few minutes, then connect again.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "Fullscript n’a pas pu traiter la demande":
        - alert:
          - heading "Fullscript n’a pas pu traiter la demande" [level=2]
          - paragraph: Rien n’a été modifié. Attendez quelques minutes, puis connectez-vous à nouveau.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
  {
    of: "an answer that was lost",
    status: "failed",
    code: "exchange_interrupted",
    response: CODE,
    answer: "cut",
    en: `
      - region "The connection was lost before it finished":
        - alert:
          - heading "The connection was lost before it finished" [level=2]
          - paragraph: Your account may already be connected. Connect again to make sure.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "La connexion a été coupée avant la fin":
        - alert:
          - heading "La connexion a été coupée avant la fin" [level=2]
          - paragraph: Votre compte est peut-être déjà connecté. Connectez-vous à nouveau pour vous en assurer.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
  {
    of: "a session that has ended",
    status: "failed",
    code: "exchange_unauthorized",
    response: CODE,
    answer: { status: 401 },
    en: `
      - region "You have been signed out of this app":
        - alert:
          - heading "You have been signed out of this app" [level=2]
          - paragraph: Your account is not connected yet. Sign in again in another tab, then come back and try again.
        - button "Try again"
        - button "Go back"`,
    fr: `
      - region "Votre session dans cette application est terminée":
        - alert:
          - heading "Votre session dans cette application est terminée" [level=2]
          - paragraph: Votre compte n’est pas encore connecté. Ouvrez une session dans un autre onglet, puis revenez ici et réessayez.
        - button "Réessayer"
        - button "Retour"`,
  },
  {
    of: "a service that does not work",
    status: "failed",
    code: "exchange_unavailable",
    response: CODE,
    answer: { status: 502 },
    en: `
      - region "There is a problem with this service":
        - alert:
          - heading "There is a problem with this service" [level=2]
          - paragraph: Your account may already be connected. Connect again to make sure.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "Il y a un problème avec ce service":
        - alert:
          - heading "Il y a un problème avec ce service" [level=2]
          - paragraph: Votre compte est peut-être déjà connecté. Connectez-vous à nouveau pour vous en assurer.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
  {
    of: "an app that is set up wrongly",
    status: "failed",
    code: "exchange_rejected",
    response: CODE,
    answer: { status: 404 },
    en: `
      - region "This app could not finish the connection":
        - alert:
          - heading "This app could not finish the connection" [level=2]
          - paragraph: This isn’t your fault. If it happens again, contact your administrator.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "Cette application n’a pas pu terminer la connexion":
        - alert:
          - heading "Cette application n’a pas pu terminer la connexion" [level=2]
          - paragraph: Vous n’y êtes pour rien. Si cela se reproduit, communiquez avec votre administration.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
  {
    of: "an answer that nobody asked for",
    status: "failed",
    code: "state_mismatch",
    response: FORGED,
    en: `
      - region "This connection cannot be finished here":
        - alert:
          - heading "This connection cannot be finished here" [level=2]
          - paragraph: It was started in another window or browser, or too long ago. Nothing was connected. If your app opened this window, close it and connect again in your app. Otherwise, connect again here.
        - button "Connect again"
        - button "Go back"`,
    fr: `
      - region "Cette connexion ne peut pas être terminée ici":
        - alert:
          - heading "Cette connexion ne peut pas être terminée ici" [level=2]
          - paragraph: Elle a été commencée dans une autre fenêtre ou un autre navigateur, ou il y a trop longtemps. Rien n’a été connecté. Si votre application a ouvert cette fenêtre, fermez-la et connectez-vous à nouveau dans l’application. Sinon, connectez-vous à nouveau à partir d’ici.
        - button "Se connecter à nouveau"
        - button "Retour"`,
  },
];

/** What a screen reader finds in the card, by what the endpoint answers. */
export const CARD_TREES: { status: string; answer: Answer; en: string; fr: string }[] = [
  {
    status: "loading",
    answer: "never",
    en: `
      - region "Your Fullscript account":
        - status:
          - heading "Your Fullscript account" [level=2]
          - paragraph: Checking whether it is connected…`,
    fr: `
      - region "Votre compte Fullscript":
        - status:
          - heading "Votre compte Fullscript" [level=2]
          - paragraph: Vérification de la connexion…`,
  },
  {
    status: "not-connected",
    answer: { status: 200, json: { connected: false } },
    en: `
      - region "Your Fullscript account is not connected":
        - status:
          - heading "Your Fullscript account is not connected" [level=2]
          - paragraph: Connect it to use Fullscript from this app.
        - button "Connect my Fullscript account"`,
    fr: `
      - region "Votre compte Fullscript n’est pas connecté":
        - status:
          - heading "Votre compte Fullscript n’est pas connecté" [level=2]
          - paragraph: Connectez-le pour utiliser Fullscript à partir de cette application.
        - button "Connecter mon compte Fullscript"`,
  },
  {
    status: "connected",
    answer: { status: 200, json: { connected: true, resource_owner: { id: "p-1", type: "Practitioner" } } },
    en: `
      - region "Your Fullscript account is connected":
        - status:
          - heading "Your Fullscript account is connected" [level=2]
          - paragraph: Connected as a practitioner. You can use Fullscript from this app.
        - button "Disconnect my Fullscript account"`,
    fr: `
      - region "Votre compte Fullscript est connecté":
        - status:
          - heading "Votre compte Fullscript est connecté" [level=2]
          - paragraph: Connexion à titre de praticienne ou praticien. Vous pouvez utiliser Fullscript à partir de cette application.
        - button "Déconnecter mon compte Fullscript"`,
  },
  {
    status: "reconnect",
    answer: { status: 200, json: { connected: false, reconnect: true } },
    en: `
      - region "Reconnect your Fullscript account":
        - status:
          - heading "Reconnect your Fullscript account" [level=2]
          - paragraph: Fullscript has ended this app’s access to your account. Reconnect to continue.
        - button "Reconnect my Fullscript account"`,
    fr: `
      - region "Reconnectez votre compte Fullscript":
        - status:
          - heading "Reconnectez votre compte Fullscript" [level=2]
          - paragraph: Fullscript a mis fin à l’accès de cette application à votre compte. Reconnectez-le pour continuer.
        - button "Reconnecter mon compte Fullscript"`,
  },
  {
    status: "failed",
    answer: { status: 404 },
    en: `
      - region "Your Fullscript account could not be checked":
        - alert:
          - heading "Your Fullscript account could not be checked" [level=2]
          - paragraph: It may or may not be connected. Wait a few minutes, then try again.
        - button "Try again"`,
    fr: `
      - region "Votre compte Fullscript n’a pas pu être vérifié":
        - alert:
          - heading "Votre compte Fullscript n’a pas pu être vérifié" [level=2]
          - paragraph: Il est peut-être connecté, ou peut-être pas. Attendez quelques minutes, puis réessayez.
        - button "Réessayer"`,
  },
];
