import { addons } from "storybook/manager-api";
import { create } from "storybook/theming";

addons.setConfig({
  theme: create({
    base: "light",
    brandTitle: "react-fullscript-connect",
    colorSecondary: "#1b533f",
    fontBase: "system-ui, sans-serif",
  }),
});
