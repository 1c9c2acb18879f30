import type { FullscriptMessages } from "react-fullscript-connect";

const ACCENTED: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  e: "ë",
  i: "ï",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "ü",
  y: "ý",
  A: "Å",
  C: "Ç",
  E: "É",
  I: "Î",
  N: "Ñ",
  O: "Ø",
  S: "Š",
  U: "Û",
  Y: "Ý",
};

/** How much is added to a text: as much as German or Finnish need. */
const LONGER_BY = 0.4;

/**
 * English that can still be read, 40 % longer and with accents: what is clipped, cramped or not translated shows. The brackets tell
 * where a text begins and ends.
 */
export function createPseudoLocale(messages: FullscriptMessages): FullscriptMessages {
  const texts = Object.entries<string>({ ...messages }).map(
    ([name, text]) => [name, name === "lang" ? "en-XA" : lengthen(text)] as const,
  );
  return { ...messages, ...Object.fromEntries(texts) };
}

function lengthen(text: string): string {
  let missing = Math.ceil(text.length * LONGER_BY) - "[]".length;
  const stretched = text.replace(/\{\w+\}|[a-z]/gi, (part) => {
    const letter = ACCENTED[part] ?? part;
    return /^[aeiouy]$/i.test(part) && missing-- > 0 ? letter + letter : letter;
  });
  // Isolated, since a right-to-left page is not to move the brackets about.
  return `\u2066[${stretched}${missing > 0 ? ` ${"ö".repeat(missing)}` : ""}]\u2069`;
}
