export { createConnectionHandler } from "./createConnectionHandler";
export type { ConnectionHandler } from "./createConnectionHandler";
export type { ConnectionHandlerOptions, ConnectionUser } from "./ConnectionHandlerOptions";
export { createMemoryStore } from "./createMemoryStore";
export type { Claim, ClaimAnswer, Connection, ConnectionStore, ResourceOwner } from "./ConnectionStore";
export { toNodeListener } from "./toNodeListener";
export type { NodeRequest, NodeResponse } from "./toNodeListener";
export { FullscriptError } from "../core/FullscriptError";
export type { FullscriptErrorCode } from "../core/FullscriptError";
