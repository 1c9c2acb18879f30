import { postgresSchema } from "../postgres";
import { type Command, parseOptions } from "./Command";

export const schema: Command = {
  usage: `
  react-fullscript-connect schema [options]

  Prints the SQL of the tables that createPostgresStore needs, for projects with their own migrations.

  --table-prefix <text>    what the tables' names begin with                     (fullscript_)
`,
  run(words) {
    const { "table-prefix": tablePrefix } = parseOptions(words, { "table-prefix": { type: "string" } });
    console.log(postgresSchema({ tablePrefix }));
    return Promise.resolve(0);
  },
};
