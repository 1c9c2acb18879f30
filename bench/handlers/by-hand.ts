import type { RequestListener } from "node:http";
import { fakeFetch, REDIRECT_URI } from "./fakeFetch";

const connections = new Map<string, unknown>();
const user = "user-1";

/** What a team would write: it trusts its own page, and presents again whatever comes again. */
export const listener: RequestListener = (request, response) => {
  const answer = (status: number, body: object) =>
    response
      .writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" })
      .end(JSON.stringify(body));
  if (request.method === "GET") return answer(200, { connected: connections.has(user) });
  let text = "";
  request.on("data", (chunk) => (text += String(chunk)));
  request.on("end", () => {
    const { code } = JSON.parse(text) as { code: string };
    const exchange = async () => {
      const reply = await (fakeFetch as typeof fetch)("https://fullscript.example/api/oauth/token", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          grant_type: "authorization_code",
          client_id: "bench",
          client_secret: "secret",
          code,
          redirect_uri: REDIRECT_URI,
        }),
      });
      const { oauth } = (await reply.json()) as { oauth: { resource_owner: object } };
      connections.set(user, oauth);
      answer(200, { connected: true, resource_owner: oauth.resource_owner });
    };
    exchange().catch(() => answer(500, { error: "server_error" }));
  });
};
