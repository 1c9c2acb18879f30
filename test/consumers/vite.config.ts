import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Above a stranger's folder there is nothing: a package that the app has not installed itself would not be found. */
function staysInside(): Plugin {
  let root: string;
  return {
    name: "stays-inside",
    configResolved: (config) => void (root = config.root),
    moduleParsed({ id }) {
      if (id.startsWith("/") && !id.startsWith(`${root}/`)) this.error(`${id} is not in ${root}.`);
    },
  };
}

export default defineConfig({ plugins: [react(), staysInside()] });
