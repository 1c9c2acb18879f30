import type { ArgTypesEnhancer } from "storybook/internal/types";

/** Docstrings are written for editors: as text, a link is its target, and a default has one pair of quotes. */
export const tidyDocs: ArgTypesEnhancer = ({ argTypes }) =>
  Object.fromEntries(
    Object.entries(argTypes).map(([name, { description, table, ...rest }]) => {
      const summary = table?.defaultValue?.summary && unquote(table.defaultValue.summary);
      return [
        name,
        {
          ...rest,
          ...(description !== undefined && { description: description.replace(/\{@link (\w+)\}/g, "`$1`") }),
          table: { ...table, ...(summary && { defaultValue: { summary } }) },
        },
      ];
    }),
  );

/** `"\"connect\""` is `"connect"`, and `"the current path"` no string at all. */
function unquote(summary: string): string {
  return /\\| /.test(summary) ? summary.replace(/^"|"$/g, "").replaceAll('\\"', '"') : summary;
}
