// `next build` loads every route, and most builds have no secrets: import the handler when a request arrives.
const answer = async (request: Request): Promise<Response> =>
  (await import("../../../../fullscript")).handler(request);

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as POST };
