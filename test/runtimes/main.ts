// Node, Deno and Bun run this file: it prints the results as JSON.
import { runSuite } from "./suite";

console.log(JSON.stringify(await runSuite(process.argv[2] ?? "")));
