// What `npm run test:all` does with fewer repetitions, and the peers that it leaves out. Other engines and mutations are in the weekly workflow too.
import { ensureChromium } from "./chromium.mjs";
import { runJobs } from "./runJobs.mjs";

await runJobs(
  {
    build: ["npm run build"],
    tabs: ["npx vitest run --project faults test/faults/twoTabs.test.ts"],
    peers: [
      "npm ci --prefix test/compat/middle",
      "npx vitest run --config vitest.compat.config.ts --project peers-middle",
    ],
    stories: ["npx vitest run --project stories-dark --project stories-french --project stories-right-to-left"],
    storybook: ["npx vitest run --project looks test/looks/storybook.test.ts"],
    core: ["npx vitest run --coverage --project core"],
    model: ["npx vitest run --project slow test/model"],
  },
  { WEEKLY: "1", CHROMIUM_PATH: ensureChromium(), ROUNDS: "200", MODEL_SCALE: "5", SEED: String(Date.now() % 2 ** 31) },
);
