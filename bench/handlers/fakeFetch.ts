/** Fullscript's token endpoint, in this process: what is measured is the handler alone. */
export const fakeFetch = (): Promise<Response> =>
  Promise.resolve(
    Response.json({
      oauth: {
        access_token: crypto.randomUUID(),
        refresh_token: crypto.randomUUID(),
        token_type: "Bearer",
        expires_in: 7_200,
        scope: "clinic:read",
        created_at: new Date().toISOString(),
        resource_owner: { id: "1", type: "Practitioner" },
      },
    }),
  );

export const ORIGIN = "http://localhost:5173";
export const REDIRECT_URI = `${ORIGIN}/fullscript/callback`;
