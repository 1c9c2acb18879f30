// A backend, by `require`: what it answers to a code, and then to who asks.
const { createConnectionHandler, createMemoryStore, toNodeListener } = require("react-fullscript-connect/server");
const { createFakeFullscript } = require("react-fullscript-connect/testing");
const { createServer } = require("node:http");

async function main() {
  const fake = createFakeFullscript();
  const handler = createConnectionHandler({
    ...fake.settings,
    store: createMemoryStore(),
    getUser: () => ({ id: "user-1" }),
  });
  const server = createServer(toNodeListener(handler));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/connection`;
  const headers = { "Content-Type": "application/json", Origin: new URL(fake.settings.redirectUri).origin };
  const body = JSON.stringify({
    code: fake.createCode(),
    state: "fsc1.state",
    redirect_uri: fake.settings.redirectUri,
  });
  const answers = [await fetch(url, { method: "POST", headers, body }), await fetch(url)];
  console.log(JSON.stringify(await Promise.all(answers.map((answer) => answer.json()))));
  server.close();
  server.closeAllConnections();
}

void main();
