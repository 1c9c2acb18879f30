import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, type RenderResult, waitFor } from "@testing-library/react";
import { createAuthorizationRequest, type JsonValue } from "react-fullscript-connect/core";
import { callbackBrowser, globalBrowser } from "../core/inside/internals";
import { type ReactNode, StrictMode } from "react";
import { expect, vi } from "vitest";

export const FULLSCRIPT = {
  clientId: "client-1",
  redirectUri: `${location.origin}/fullscript/callback`,
  environment: "us-snd",
  endpoint: "/api/fullscript/connection",
} as const;

/** Renders as a host does: in StrictMode, with a query client of its own. */
export function renderApp(children: ReactNode, client: QueryClient = new QueryClient()): RenderResult {
  return render(
    <StrictMode>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </StrictMode>,
  );
}

/** Lets everything come to rest that waits for no clock, by turns of the event loop: a slow machine takes as many of them. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
}

/** Where the browser was sent, in the place of really leaving. */
export function watchLeaving() {
  return {
    assign: vi.spyOn(globalBrowser, "assign").mockReturnValue(),
    replace: vi.spyOn(callbackBrowser, "replace").mockReturnValue(),
    reload: vi.spyOn(callbackBrowser, "reload").mockReturnValue(),
  };
}

/** Leaves for Fullscript from patient 42, and comes back with `answer`. */
export function comeBack(
  answer: Record<string, string> = { code: "code-1" },
  appState?: JsonValue,
  subject?: string,
): string {
  const { state } = createAuthorizationRequest(
    { ...FULLSCRIPT, subject },
    { appState, returnTo: "/patients/42?tab=plans" },
  );
  arriveAt(`/fullscript/callback?${new URLSearchParams({ ...answer, state }).toString()}`);
  return state;
}

export function arriveAt(url: string): void {
  history.replaceState({ idx: 3, __NA: true, _N: true }, "", url);
}

/** A message as the browser hands it on. Only a real window may be an event's source, so it is defined after. */
export function messageFrom(source: unknown, data: unknown, origin: string = location.origin): MessageEvent {
  return Object.defineProperty(new MessageEvent("message", { data, origin }), "source", { value: source });
}

/** What another tab does to the storage, as this one hears it. */
export const hear = (key: string | null, newValue: string | null) =>
  act(() => void dispatchEvent(new StorageEvent("storage", { key, newValue })));

/** What another tab writes in the course of one act of its own: its own storage is this one's. */
export async function inAnotherTab(task: () => Promise<void> | void): Promise<[string, string][]> {
  const written = vi.spyOn(Storage.prototype, "setItem");
  await task();
  const writes = [...written.mock.calls];
  written.mockRestore();
  return writes;
}

/** An endpoint that gives its answers in turn, the last one for ever. */
export function endpoint(...answers: (() => Response | Promise<Response>)[]) {
  let call = 0;
  return vi.fn<typeof fetch>(async () => answers[Math.min(call++, answers.length - 1)]!());
}

export const ok = () => Response.json({ connected: true, resource_owner: { id: "p-1", type: "Practitioner" } });
export const status =
  (code: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { status: code, headers });

/** The callback's root. */
export const panel = () => document.querySelector("[data-fullscript=callback]")!;
export const settled = (expected: string) => waitFor(() => expect(panel()).toHaveAttribute("data-status", expected));

/** What a reload keeps: the URL, the history state and the storage, and nothing in memory. */
export function reload(): void {
  const sessions = Object.getOwnPropertySymbols(globalThis).find((symbol) =>
    symbol.description?.startsWith("react-fullscript-connect.sessions"),
  )!;
  Reflect.deleteProperty(globalThis, sessions);
}
