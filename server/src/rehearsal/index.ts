/** Runs a migration and its rollback on fixture tenants on a real server, and says what happened. */
export { RehearsalError } from './errors';
export type { EventListener, RehearsalEvent } from './events';
export { rehearse, type RehearsalRequest } from './rehearse';
export * from './result';
export {
  EngineError,
  listKeptServers,
  removeClusters,
  startServer,
  type FixtureServer,
  type StartOptions,
} from './engine';
