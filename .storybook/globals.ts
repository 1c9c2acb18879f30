/** What the toolbars are set to in each run of the stories by `npm test`; `light` is also how Storybook opens. */
export const GLOBALS = {
  light: { preset: "forest", scheme: "light", language: "en", direction: "ltr" },
  dark: { preset: "forest", scheme: "dark", language: "en", direction: "ltr" },
  french: { preset: "coal", scheme: "light", language: "fr", direction: "ltr" },
  "right-to-left": { preset: "green", scheme: "dark", language: "pseudo", direction: "rtl" },
};
