import { fileURLToPath } from "node:url";
import type { StorybookConfig } from "@storybook/react-vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const config: StorybookConfig = {
  framework: "@storybook/react-vite",
  stories: ["../stories/**/*.mdx", "../stories/**/*.stories.tsx"],
  addons: ["@storybook/addon-docs", "@storybook/addon-a11y", "@storybook/addon-vitest"],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  typescript: {
    // The other one does not look through `Omit` and `Pick`, of which the props are made.
    reactDocgen: "react-docgen-typescript",
    reactDocgenTypescriptOptions: {
      tsconfigPath: path("../tsconfig.json"),
      shouldExtractLiteralValuesFromEnum: true,
      shouldRemoveUndefinedFromOptional: true,
      // React's attributes of a button are React's to document.
      propFilter: ({ parent, name }) =>
        !parent?.fileName.includes("node_modules") || name === "disabled" || name === "children",
    },
  },
  viteFinal: (vite) => ({
    ...vite,
    // Stories use the public names; here they are the source, so that a change shows at once.
    resolve: { ...vite.resolve, tsconfigPaths: true },
    build: {
      ...vite.build,
      // "use client" means nothing to a bundle without a server.
      rolldownOptions: {
        onLog: (level, log, handle) => {
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
        },
      },
    },
  }),
};

export default config;
