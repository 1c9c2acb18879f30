// What a contributor runs before each commit: a few minutes, and Chromium is all it needs.
import { ensureChromium } from "./chromium.mjs";
import { runJobs } from "./runJobs.mjs";

await runJobs(
  {
    build: ["npm run build"],
    unit: ["npx vitest run --project unit"],
    types: ["npm run typecheck"],
    core: ["npx vitest run --project core"],
    stories: ["npx vitest run --project stories-light"],
    e2e: ["npx vitest run --project e2e test/e2e/mainJob.test.ts"],
  },
  { CHROMIUM_PATH: ensureChromium() },
);
