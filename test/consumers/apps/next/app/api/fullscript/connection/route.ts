// The first request imports the handler, because `next build` has no secrets.
const answer = async (request: Request) =>
  (await import("../../../../lib/fullscriptHandler")).handler(request);

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as POST };
