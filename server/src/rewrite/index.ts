export { inSessionWithTimeout, setLockTimeout, setsLocalLockTimeout } from './steps/lockTimeout';
export {
  canMarkLaterMigration,
  laterMigration,
  laterMigrations,
  writtenMigrations,
  type LaterMigration,
  type WrittenScript,
} from './steps/laterMigrations';
export type { MigrationPlace } from './steps/migrationPlace';
export { dropOfLeftover } from './steps/rerunnable';
export { hasNotNullNotValid, notNullSteps, type NotNullSteps } from './steps/notNullSteps';
export { generateRollback, spokenDifference } from './rollback/generateRollback';
export { lossesOf, spokenLoss, type Loss } from './rollback/losses';
export { passingBefore } from './rollback/passing';
export {
  mayBeUndone,
  missingPart,
  newRollback,
  type RollbackOffer,
  type UndoneMigration,
} from './rollback/rollbackEdits';
export type { Rollback, RollbackRequest, RollbackStep } from './rollback/model';
export { splitMigration, splittingAt, type Split, type SplitRequest } from './expandContract/splitMigration';
export type { Refusal } from './expandContract/model';
export { batchedUpdates, type WholeUpdate } from './expandContract/batchedUpdate';
