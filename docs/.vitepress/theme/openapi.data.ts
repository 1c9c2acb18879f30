import { readFileSync } from "node:fs";
import { defineLoader } from "vitepress";
import { parse } from "yaml";

interface Described {
  description?: string;
  $ref?: string;
}

/** A response, and each status that has it. */
interface Answer {
  statuses: string[];
  description: string;
  schema: string;
}

/** Descriptions are HTML. */
export interface Operation {
  method: string;
  summary: string;
  description: string;
  parameters: { name: string; in: string; required: boolean; description: string }[];
  responses: Answer[];
}

interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, unknown> };
}

declare const data: {
  version: string;
  path: string;
  operations: Operation[];
  schemas: { name: string; json: string }[];
};
export { data };

/** Follows a reference within the document. */
const resolve = (document: unknown, value: Described): Described =>
  value.$ref === undefined
    ? value
    : (value.$ref
        .slice(2)
        .split("/")
        .reduce((at, key) => (at as Record<string, unknown>)[key], document) as Described);

/** The document's texts mark code with backticks. */
const toHtml = (text = ""): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/`([^`]+)`/g, "<code>$1</code>");

function answersOf(document: unknown, responses: Record<string, Described>): Answer[] {
  const answers: Answer[] = [];
  for (const [status, response] of Object.entries(responses)) {
    const found = resolve(document, response) as Described & {
      content?: Record<string, { schema?: Described & { allOf?: Described[] } }>;
    };
    const schema = found.content?.["application/json"]?.schema;
    const reference = schema?.$ref ?? schema?.allOf?.[0]?.$ref ?? "";
    const description = toHtml(found.description);
    const same = answers.find((answer) => answer.description === description);
    if (same) same.statuses.push(status);
    else answers.push({ statuses: [status], description, schema: reference.split("/").at(-1) ?? "" });
  }
  return answers;
}

export default defineLoader({
  watch: ["../../openapi.yaml"],
  load([file]): typeof data {
    const document = parse(readFileSync(file!, "utf8")) as Document;
    const [path, methods] = Object.entries(document.paths)[0]!;
    const operations = Object.entries(methods)
      .filter(([method]) => ["get", "post", "delete", "options"].includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        summary: String(operation.summary ?? ""),
        description: toHtml(operation.description as string | undefined),
        parameters: ((operation.parameters ?? []) as Described[]).map((parameter) => {
          const found = resolve(document, parameter) as Described & { name: string; in: string; required?: boolean };
          return {
            name: found.name,
            in: found.in,
            required: found.required ?? false,
            description: toHtml(found.description),
          };
        }),
        responses: answersOf(document, operation.responses as Record<string, Described>),
      }));
    const schemas = Object.entries(document.components.schemas).map(([name, schema]) => ({
      name,
      json: JSON.stringify(schema, undefined, 2),
    }));
    return { version: document.info.version, path, operations, schemas };
  },
});
