// fast-check with one seed, so that a run doesn't depend on chance. `npm run test:weekly` takes a new seed each time and prints it.
import fc from "fast-check";

/** `npm run test:engines` runs tests in browsers, which have no environment. */
const environment = typeof process === "undefined" ? {} : process.env;

fc.configureGlobal({ seed: Number(environment.SEED ?? 20_261_127) });

export default fc;
