export { inSessionWithTimeout, setLockTimeout, setsLocalLockTimeout } from './steps/lockTimeout';
export {
  canMarkLaterMigration,
  laterMigration,
  laterMigrations,
  type LaterMigration,
} from './steps/laterMigrations';
export type { MigrationPlace } from './steps/migrationPlace';
export { hasNotNullNotValid, notNullSteps, type NotNullSteps } from './steps/notNullSteps';
