import { findColumn, findRelation, resolveRelation, spokenName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';
import { couldBeNew } from '../readings/newTables';
import { isSwapped } from '../readings/renamedColumns';
import { renamedTenantColumn } from '../readings/tenantColumns';

/** RENAME COLUMN under running code, which names the old column in every query. */
export const pgRenameColumn: Rule = {
  id: 'pg-rename-column',
  category: 'compatibility',
  severity: 'warning',
  summary: 'RENAME COLUMN, whose old name running application code still uses',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const rename = nodeAs(statement.tree, 'RenameStmt');
  const written = nameOfRangeVar(rename?.relation);
  const [from, to] = [rename?.subname, rename?.newname];
  if (rename?.renameType !== 'OBJECT_COLUMN' || written === undefined) return undefined;
  if (from === undefined || to === undefined || migration.direction === 'down') return undefined;
  const name = resolveRelation(before, written);
  if (couldBeNew(name, reviewed, migration)) return undefined;
  const relation = findRelation(before, name);
  if (isOfThisMigration(findColumn(relation, from)?.origin ?? relation?.origin, migration)) return undefined;
  // A swap ends an expand-and-contract; of the tenant column a rule of its own has more to say.
  if (isSwapped(name, from, to, migration)) return undefined;
  if (renamedTenantColumn(reviewed, migration) !== undefined) return undefined;
  return {
    what: `${from} of ${spokenName(name)} is called ${to} from now on.`,
    who: 'Every statement of running application code that names the old column fails (42703), for all tenants, until the new release has replaced the old one everywhere.',
    remedy:
      'Add a column of the new name, keep both in step with a trigger, backfill, let the application change over, and drop the old column in a later release; or do not rename.',
    span: statement.span,
    relations: [name],
  };
}
