// Imported by the first request: a build has no secrets.
const fullscript = async (request: Request) => (await import("../../../../fullscript")).fullscript(request);

export { fullscript as DELETE, fullscript as GET, fullscript as OPTIONS, fullscript as POST };
