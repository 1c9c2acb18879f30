import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** One of the things that `npx react-fullscript-connect` does. */
export interface Command {
  usage: string;
  /** Resolves to the exit code. Throws a {@link UsageError} for options that make no sense. */
  run: (words: string[]) => Promise<number>;
}

/** An error in the command line. It is printed without a stack, above the usage. */
export class UsageError extends Error {}

/** Returns the options among `words`. Throws a {@link UsageError} for anything else. */
export function parseOptions<const Given extends Options>(words: string[], options: Given) {
  const { values, positionals } = parse(words, options);
  if (positionals.length > 0) throw new UsageError(`One command at a time; ${positionals.join(" ")} is no option.`);
  return values;
}

function parse<const Given extends Options>(words: string[], options: Given) {
  try {
    return parseArgs({ args: words, options, allowPositionals: true });
  } catch (error) {
    // Node adds advice on positional arguments, which no command takes.
    throw new UsageError(error instanceof Error ? error.message.replace(/\. To specify .*/s, ".") : String(error));
  }
}
