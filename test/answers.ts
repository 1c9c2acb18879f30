/** What an endpoint can do with a POST, and whether the code may then have been accepted. */
export const ANSWERS = {
  ok: { status: 200, isMaybeAccepted: true },
  invalid_grant: { status: 400, isMaybeAccepted: true },
  not_found: { status: 404, isMaybeAccepted: true },
  server_error: { status: 500, isMaybeAccepted: true },
  gateway_timeout: { status: 504, isMaybeAccepted: true },
  lost: { status: undefined, isMaybeAccepted: true },
  unauthorized: { status: 401, isMaybeAccepted: false },
  too_many_requests: { status: 429, isMaybeAccepted: false },
  unavailable: { status: 503, isMaybeAccepted: false },
} as const;

export type Answer = keyof typeof ANSWERS;

/** What `fetch` makes of it. */
export async function respond(answer: Answer): Promise<Response> {
  const { status } = ANSWERS[answer];
  if (status === undefined) throw new TypeError("Failed to fetch");
  return Response.json(answer === "ok" ? { connected: true } : { error: answer }, { status });
}
