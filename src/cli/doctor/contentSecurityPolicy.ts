import type { Answer } from "./visitor";

/** Returns each policy of a page, from its headers and its `<meta>` elements. A page has to obey all of them. */
export function policiesOf({ headers, body }: Pick<Answer, "headers" | "body">): string[] {
  const metas = [...body.matchAll(/<meta\s[^>]*http-equiv=["']?content-security-policy\b[^>]*>/gi)];
  const contents = metas
    .map(([tag]) => /content=(?:"([^"]*)"|'([^']*)')/i.exec(tag))
    .map((match) => match?.[1] ?? match?.[2]);
  return [...(headers.get("content-security-policy") ?? "").split(","), ...contents].filter(
    (policy) => policy !== undefined && policy.trim() !== "",
  ) as string[];
}

/** Whether a policy lets the page send requests to this URL. @see https://www.w3.org/TR/CSP3/#match-url-to-source-list */
export function allowsConnection(policy: string, target: URL, page: URL): boolean {
  const directives = new Map(
    policy.split(";").map((directive) => {
      const [name = "", ...sources] = directive.trim().split(/\s+/);
      return [name.toLowerCase(), sources] as const;
    }),
  );
  const sources = directives.get("connect-src") ?? directives.get("default-src");
  return sources === undefined || sources.some((source) => matches(source, target, page));
}

function matches(source: string, target: URL, page: URL): boolean {
  if (source === "*") return true;
  if (source.toLowerCase() === "'self'") return target.origin === page.origin;
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return target.protocol === source.toLowerCase();
  const [, scheme, host = "", port, path] =
    /^(?:([a-z][a-z\d+.-]*):\/\/)?([^:/']+)(?::(\d+|\*))?(\/.*)?$/i.exec(source) ?? [];
  const isHost = host.startsWith("*.")
    ? target.hostname.endsWith(host.slice(1))
    : target.hostname === host.toLowerCase();
  const isScheme = target.protocol === `${scheme?.toLowerCase() ?? page.protocol.replace(":", "")}:`;
  const isPort = port === "*" || (port ?? "") === target.port;
  const isPath =
    path === undefined || (path.endsWith("/") ? target.pathname.startsWith(path) : target.pathname === path);
  return isHost && isScheme && isPort && isPath;
}
