import "react-fullscript-connect/styles.css";
import "./preview.css";
import type { Preview } from "@storybook/react-vite";
import { configure } from "storybook/test";
import { textsOf } from "../stories/languages";
import { stayHere } from "../stories/navigation";
import { tidyDocs } from "./argTypes";
import { GLOBALS } from "./globals";
import { WCAG } from "./wcag";

stayHere();
// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 20_000 });

const preview: Preview = {
  parameters: {
    layout: "padded",
    controls: { expanded: true, sort: "requiredFirst" },
    a11y: { test: "error", options: { runOnly: WCAG } },
    docs: { story: { inline: false, height: "400px" }, toc: { headingSelector: "h2, h3" } },
    options: {
      storySort: {
        order: [
          "Overview",
          "FullscriptConnectButton",
          ["Docs", "All states", "Uses"],
          "FullscriptCallback",
          ["Docs", "All states", "Under way", "Outcomes", "Failures", "Made your own"],
          "FullscriptConnectionCard",
          ["Docs", "All states", "States"],
          "Theming",
          "Accessibility",
        ],
      },
    },
  },
  globalTypes: {
    preset: {
      description: "Colours of Fullscript's that the components wear",
      toolbar: {
        icon: "paintbrush",
        dynamicTitle: true,
        items: ["forest", "coal", "green"].map((value) => ({ value, title: `Preset: ${value}` })),
      },
    },
    scheme: {
      description: "Light or dark, page and components",
      toolbar: {
        icon: "mirror",
        dynamicTitle: true,
        items: ["light", "dark", "auto"].map((value) => ({ value, title: `Scheme: ${value}` })),
      },
    },
    language: {
      description: "Language of the texts",
      toolbar: {
        icon: "globe",
        dynamicTitle: true,
        items: [
          { value: "en", title: "English" },
          { value: "fr", title: "Français (Canada)" },
          { value: "pseudo", title: "Pseudo: 40 % longer" },
        ],
      },
    },
    direction: {
      description: "Writing direction of the page",
      toolbar: {
        icon: "transfer",
        dynamicTitle: true,
        items: [
          { value: "ltr", title: "Left to right" },
          { value: "rtl", title: "Right to left" },
        ],
      },
    },
  },
  initialGlobals: GLOBALS.light,
  argTypesEnhancers: [tidyDocs],
  decorators: [
    (Story, { globals, args }) => {
      const { preset, scheme, language, direction } = globals as (typeof GLOBALS)["light"];
      Object.assign(document.documentElement, { dir: direction, lang: textsOf(language).lang });
      document.documentElement.dataset.scheme = scheme;
      // A control that was reset is undefined, and says nothing.
      const own = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
      return <Story args={{ theme: preset, colorScheme: scheme, messages: textsOf(language), ...own }} />;
    },
  ],
};

export default preview;
