import type { FullscriptMessages } from "react-fullscript-connect";
import { en } from "react-fullscript-connect/locales/en";
import { fr } from "react-fullscript-connect/locales/fr";
import { createPseudoLocale } from "./pseudoLocale";

/** The languages of the toolbar. */
export const LANGUAGES = { en, fr, pseudo: createPseudoLocale(en) } as const satisfies Record<
  string,
  FullscriptMessages
>;

/** The texts that a story shows in the toolbar's language. */
export const textsOf = (language: unknown): FullscriptMessages => LANGUAGES[language as keyof typeof LANGUAGES];
