import type { Command } from "../Command";
import { authorizationChecks } from "./authorizationChecks";
import { callbackChecks } from "./callbackChecks";
import { endpointChecks } from "./endpointChecks";
import { formatReport } from "./formatReport";
import { readTarget } from "./readTarget";
import { runChecks } from "./runChecks";
import { createVisitor } from "./visitor";

const CHECKS = [...authorizationChecks, ...callbackChecks, ...endpointChecks];

export const doctor: Command = {
  usage: `
  react-fullscript-connect doctor [options]

  Checks an integration before users do: what Fullscript, your callback page and your endpoint answer. It needs no secret.
  Each option can also be set by the variable beside it. Exits with 1 if a check fails.

  --environment <name>            us, ca, us-snd or ca-snd                                FULLSCRIPT_ENVIRONMENT
  --authorization-endpoint <url>  any other server, such as the sandbox                   FULLSCRIPT_AUTHORIZATION_ENDPOINT
  --client-id <text>              your app's client ID                                    FULLSCRIPT_CLIENT_ID
  --redirect-uri <url>            your callback page, as on Fullscript's dashboard        FULLSCRIPT_REDIRECT_URI
  --endpoint <url>                your connection endpoint; a path is on the same origin  FULLSCRIPT_ENDPOINT
  --json                          prints the report as JSON
`,
  async run(words) {
    const target = readTarget(words, process.env);
    const checks = await runChecks(CHECKS, target, createVisitor(target));
    const ok = checks.every(({ status }) => status !== "failed");
    const { authorizationUrl } = target;
    console.log(target.asJson ? JSON.stringify({ ok, authorizationUrl, checks }, null, 2) : formatReport(checks));
    return ok ? 0 : 1;
  },
};
