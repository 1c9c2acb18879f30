import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { type ReactNode, useState } from "react";
import { FullscriptConnectionCard, type FullscriptConnectionCardProps } from "react-fullscript-connect";
import { expect, waitFor } from "storybook/test";
import { answering, FULLSCRIPT } from "../fullscript";

/** The host's own page and provider, which the card needs. */
function Page({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <QueryClientProvider client={client}>
      <div style={{ maxInlineSize: "44rem" }}>{children}</div>
    </QueryClientProvider>
  );
}

/** What the card's stories share. */
export const cardMeta = {
  component: FullscriptConnectionCard,
  args: FULLSCRIPT as FullscriptConnectionCardProps,
  decorators: [
    (Story) => (
      <Page>
        <Story />
      </Page>
    ),
  ],
  parameters: { docs: { story: { height: "240px" } } },
  argTypes: {
    theme: { control: "inline-radio", options: ["forest", "coal", "green"] },
    colorScheme: { control: "inline-radio", options: ["light", "dark", "auto"] },
    headingLevel: { control: "inline-radio", options: [1, 2, 3, 4, 5, 6] },
    environment: { control: "select", options: ["us", "ca", "us-snd", "ca-snd"] },
    mode: { control: "inline-radio", options: ["auto", "redirect", "popup", "top"] },
    credentials: { control: "inline-radio", options: ["omit", "same-origin", "include"] },
    appStateIn: { control: "inline-radio", options: ["url", "storage"] },
    subject: { control: "text" },
    endpoint: { control: "text" },
    messages: { control: "object" },
    classNames: { control: "object" },
    appState: { control: "object" },
    ...Object.fromEntries(["fetch", "headers", "storage", "onDisconnect"].map((name) => [name, { control: false }])),
  },
} satisfies Meta<typeof FullscriptConnectionCard>;

export type Story = StoryObj<typeof cardMeta>;
type Play = NonNullable<Story["play"]>;

export const shows =
  (status: string): Play =>
  async ({ canvasElement }) => {
    await waitFor(() =>
      expect(canvasElement.querySelector("[data-fullscript=card]")).toHaveAttribute("data-status", status),
    );
  };

const OWNER = { id: "p-1", type: "Practitioner" };
export const CONNECTED = answering(200, { connected: true, resource_owner: OWNER });
export const STAFF = answering(200, { connected: true, resource_owner: { id: "s-1", type: "Staff" } });
export const NOT_CONNECTED = answering(200, { connected: false });
export const ENDED = answering(200, { connected: false, reconnect: true, resource_owner: OWNER });

/** An endpoint that keeps a connection, and loses it by `DELETE`. */
export function createEndpoint(remove: () => Promise<Response> = answering(204)): typeof fetch {
  let isConnected = true;
  return async (_, init) => {
    if (init?.method === "DELETE") {
      const answer = await remove();
      if (answer.ok) isConnected = false;
      return answer;
    }
    return isConnected ? CONNECTED() : NOT_CONNECTED();
  };
}
