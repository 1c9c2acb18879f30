/** An answer of the clinic's own API that is not a success. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The clinic's API answered ${status}.`);
    this.status = status;
  }
}

/** Calls the clinic's own API, which is trusted to answer what it says. */
export async function callApi<Answer>(
  path: string,
  init?: { method: "POST" | "DELETE"; body?: object },
): Promise<Answer> {
  const { method = "GET", body } = init ?? {};
  const response = await fetch(`/api${path}`, {
    method,
    ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new ApiError(response.status);
  return (await response.json()) as Answer;
}
