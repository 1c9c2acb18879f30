// Server rendering, by `require`.
const { createElement } = require("react");
const { renderToString } = require("react-dom/server");
const { QueryClient, QueryClientProvider } = require("@tanstack/react-query");
const { FullscriptCallback, FullscriptConnectButton, FullscriptConnectionCard } = require("react-fullscript-connect");
const { fr } = require("react-fullscript-connect/locales/fr");

const fullscript = {
  clientId: "client-id",
  redirectUri: "https://clinic.example/fullscript/callback",
  environment: "us-snd",
  endpoint: "/api/fullscript/connection",
};
const elements = [FullscriptConnectButton, FullscriptCallback, FullscriptConnectionCard].map((type) =>
  createElement(type, { ...fullscript, messages: fr }),
);
console.log(renderToString(createElement(QueryClientProvider, { client: new QueryClient() }, ...elements)));
