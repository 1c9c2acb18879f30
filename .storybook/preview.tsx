import "react-fullscript-connect/styles.css";
import "./preview.css";
import type { Preview } from "@storybook/react-vite";

/** Of the Navigation API, what keeps a story on its page. */
interface Navigation {
  addEventListener(type: "navigate", listener: (event: { cancelable: boolean; destination: { url: string }; preventDefault: () => void }) => void): void;
}

// A story shows how the button leaves, and stays.
(window as { navigation?: Navigation }).navigation?.addEventListener("navigate", (event) => {
  if (event.cancelable && new URL(event.destination.url).origin !== location.origin) event.preventDefault();
});

const preview: Preview = {
  tags: ["autodocs"],
  parameters: {
    layout: "centered",
    a11y: { test: "error", options: { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } },
    docs: { story: { inline: false, height: "320px" } },
    options: { storySort: { order: ["FullscriptConnectButton", "FullscriptCallback"] } },
  },
  globalTypes: {
    colorScheme: {
      description: "Light or dark page and components",
      toolbar: { title: "Scheme", icon: "mirror", items: ["light", "dark"], dynamicTitle: true },
    },
  },
  initialGlobals: { colorScheme: "light" },
  decorators: [
    (Story, { globals, args }) => {
      const colorScheme = String(globals.colorScheme);
      document.documentElement.dataset.scheme = colorScheme;
      return <Story args={{ colorScheme, ...args }} />;
    },
  ],
};

export default preview;
