/**
 * Gets a real PostgreSQL server for fixture databases, and leaves nothing behind.
 *
 * `startServer` finds or makes one; a guardian process (`guardian.ts`, a bundle of its own) owns it, so that
 * killing the command at any moment leaves no server, no temporary folder and no lock. Finished templates stay in
 * the cache between runs.
 */
export { startServer, type FixtureServer, type StartOptions } from './fixtureServer';
export { listKeptServers, removeClusters, stopKeptServers, type KeptServer } from './keptServers';
export type { ConnectOptions, ServerAddress } from './connection';
export type { DatabaseOptions, OwnDatabase } from './databases';
export type { TemplateOptions } from './templates';
export type { Marker } from './marker';
export { stewardRole } from './steward';
export { EngineError } from './errors';
