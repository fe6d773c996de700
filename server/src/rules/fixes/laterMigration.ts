export {
  canMarkLaterMigration,
  laterMigration,
  laterMigrations,
  type LaterMigration,
} from '../../rewrite';
