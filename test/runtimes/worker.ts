// workerd runs this file: it answers with the results as JSON.
import { runSuite } from "./suite";

export default {
  fetch: async (request: Request): Promise<Response> =>
    Response.json(await runSuite(new URL(request.url).searchParams.get("database") ?? "")),
};
