import { findColumn, findTable } from '../../catalog';
import type { ExplainedAction } from '../../behaviour';
import { nodeAs, sqlOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenType } from '../readings/columnTypes';
import { spokenName } from '../readings/identifiers';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** A type change for which the server writes the whole table anew, under the strongest lock. */
export const pgChangeTypeRewrite: Rule = {
  id: 'pg-change-type-rewrite',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ALTER COLUMN … TYPE that rewrites the whole table and blocks reads and writes meanwhile',
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_AlterColumnType' || command.name === undefined || relation === undefined)
    return undefined;
  const table = findTable(reviewed.before, relation);
  // The column's type before decides; where the history does not know it, there is nothing to say.
  const column = findColumn(table, command.name);
  if (column === undefined || effects.rewrites.length === 0) return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  const typeName = nodeAs(command.def, 'ColumnDef')?.typeName;
  const newType = typeName === undefined ? 'the new type' : sqlOf({ TypeName: typeName });
  const locks = blockingLocks(effects);
  const hangsOn = effects.dependsOn.length === 0 ? '' : ` This hangs on ${effects.dependsOn.join(' and ')}.`;
  return {
    what: `Changing ${command.name} from ${spokenType(column.type)} to ${newType} writes all of ${spokenName(relation)} and its indexes anew under ${spokenLocks(locks)}.${hangsOn}`,
    who: `For as long as that takes, and it grows with the table, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      'Expand and contract instead: add a column of the new type, keep both in step with a trigger, backfill in batches, switch over, and drop the old column in a later migration.',
    span: action.span,
    relations: effects.rewrites,
  };
}
