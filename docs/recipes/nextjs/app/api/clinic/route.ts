export async function GET(): Promise<Response> {
  const { getUser, handler } = await import("../../../fullscript");
  const user = await getUser();
  if (!user) return new Response(null, { status: 401 });
  const answer = await handler.fetchApi(user, "/clinic");
  return Response.json(await answer.json(), { status: answer.status });
}
