// fast-check with one seed, so that a run doesn't depend on chance. `npm run test:weekly` takes a new seed each time and prints it.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_127) });

export default fc;
