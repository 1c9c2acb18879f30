import { expect, it } from "@jest/globals";
import { createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { connectionStoreChecks, createFakeFullscript } from "react-fullscript-connect/testing";

// In jsdom, as the rest of the project: whoever forgets `@jest-environment node` gets the same answers.
it("exchanges a code", async () => {
  const fullscript = createFakeFullscript();
  const handler = createConnectionHandler({
    ...fullscript.settings,
    store: createMemoryStore(),
    getUser: () => ({ id: "user-1" }),
  });
  const { redirectUri } = fullscript.settings;
  const response = await handler(
    new Request("http://localhost:5173/api/fullscript/connection", {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: "http://localhost:5173" },
      body: JSON.stringify({ code: fullscript.createCode(), state: "fsc1.state", redirect_uri: redirectUri }),
    }),
  );
  expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ connected: true })]);
});

const store = createMemoryStore();
it.each(connectionStoreChecks)("$name", ({ run }) => run(() => store));
