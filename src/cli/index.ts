import { type Command, UsageError } from "./Command";
import { doctor } from "./doctor/doctor";
import { sandbox } from "./sandbox";
import { schema } from "./schema";

const COMMANDS = new Map<string, Command>(Object.entries({ sandbox, doctor, schema }));

process.exitCode = await run(process.argv.slice(2));

/** Runs the command that the first word names, and resolves to the exit code. */
async function run([name, ...words]: string[]): Promise<number> {
  const command = COMMANDS.get(name ?? "");
  const usage = command?.usage ?? [...COMMANDS.values()].map((each) => each.usage).join("");
  if ([name, ...words].some((word) => word === "--help" || word === "-h")) {
    console.log(usage);
    return 0;
  }
  try {
    if (command) return await command.run(words);
    throw new UsageError(
      name === undefined ? "There is nothing to do." : `There is no command ${JSON.stringify(name)}.`,
    );
  } catch (error) {
    const isUsageError = error instanceof UsageError;
    console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n${isUsageError ? usage : ""}`);
    return isUsageError ? 2 : 1;
  }
}
