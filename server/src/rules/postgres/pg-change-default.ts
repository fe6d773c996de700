import type { Node } from '@pgsql/types';
import type { ExplainedAction } from '../../behaviour';
import { findColumn, findTable, spokenName, type Column } from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { couldBeNew } from '../readings/newTables';

/**
 * A default that goes or changes under running code: an INSERT that leaves the column out fails, or writes something else
 * than the release that it belongs to expects. A first default harms nobody.
 */
export const pgChangeDefault: Rule = {
  id: 'pg-change-default',
  category: 'compatibility',
  severity: 'info',
  summary: 'DROP DEFAULT or another DEFAULT, on which inserts of running code may rely',
  speaksOf: ['AT_ColumnDefault'],
  *check(migration) {
    if (migration.direction === 'up') yield* findingsByAction(migration, findingFor);
  },
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_ColumnDefault' || command.name === undefined || relation === undefined)
    return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  const old = findColumn(findTable(reviewed.before, relation), command.name);
  const left = findColumn(findTable(migration.after, relation), command.name);
  if (old === undefined || left === undefined || !hasDefault(old)) return undefined;
  const change = changeOf(
    command.def,
    old,
    left,
    findColumn(findTable(migration.before, relation), old.name),
  );
  if (change === undefined) return undefined;
  return {
    ...change,
    span: action.span,
    relations: [relation],
    what: `${spokenName(relation)}.${change.what}`,
  };
}

/** What the script as a whole does to the default; undefined where inserts of running code get on as before. */
function changeOf(
  newDefault: Node | undefined,
  old: Column,
  left: Column,
  first: Column | undefined,
): Pick<Finding, 'what' | 'who' | 'remedy' | 'severity'> | undefined {
  if (newDefault !== undefined) {
    // What code before this script got is what counts, not what an earlier statement of it set for a moment.
    const known = first?.default;
    if (first === undefined || known === undefined || !hasDefault(first)) return undefined;
    if (bareSql(known) === bareSql(newDefault)) return undefined;
    return {
      what: `${old.name} gets the default ${sqlOf(newDefault)} instead of ${sqlOf(known)}.`,
      who: 'Inserts of the previous release that leave the column out write the new value at once; rows that are there keep the old one, for all tenants.',
      remedy: 'Make sure that both releases mean the same by it, or write the column explicitly.',
    };
  }
  if (hasDefault(left)) return undefined;
  if (left.notNull) {
    return {
      what: `${old.name} stays NOT NULL and loses its default.`,
      who: 'Every INSERT of running code that does not name the column fails (23502), for all tenants.',
      remedy:
        'Keep the default until no code is running that leaves the column out, and drop it in a later release.',
      severity: 'warning',
    };
  }
  if (first === undefined) return undefined;
  return {
    what: `${old.name} loses its default.`,
    who: 'Inserts of running code that leave the column out write null from then on, for all tenants.',
    remedy: 'Let the application write the column itself before, and make sure that it can read nulls.',
  };
}

/** DEFAULT NULL says no more than no default at all. */
function hasDefault({ default: expression }: Column): boolean {
  return expression !== undefined && nodeAs(expression, 'A_Const')?.isnull !== true;
}

/** Without the cast that a change of the column's type puts around the same value. */
function bareSql(expression: Node): string {
  const inner = nodeAs(expression, 'TypeCast')?.arg;
  return inner === undefined ? sqlOf(expression) : bareSql(inner);
}
