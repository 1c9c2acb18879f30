import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import OpenApi from "./OpenApi.vue";
import Story from "./Story.vue";
import "./theme.css";

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.component("OpenApi", OpenApi);
    app.component("Story", Story);
  },
} satisfies Theme;
