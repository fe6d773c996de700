import {
  findView,
  refusedReplacement,
  spokenList,
  spokenName,
  spokenType,
  type RefusedColumnChange,
  type View,
} from '../../catalog';
import { nodeAs } from '../../sql';
import { replaceByDrop } from '../fixes/viewReplacement';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { droppedObjects } from '../readings/droppedObjects';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';
import { madeAgainBy } from '../readings/replacedRelations';
import { grantsLost } from '../readings/viewGrants';

/**
 * CREATE OR REPLACE VIEW that the server refuses because the old columns are not the first of the new ones; and DROP and
 * CREATE of a view, which works, and loses grants or columns that running code needs.
 */
export const pgCreateOrReplaceViewColumns: Rule = {
  id: 'pg-create-or-replace-view-columns',
  category: 'compatibility',
  severity: 'error',
  summary: 'CREATE OR REPLACE VIEW that changes old columns, or DROP and CREATE that loses grants or columns',
  speaksOf: ['DropStmt', 'ViewStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  return refusalFinding(reviewed, migration) ?? lossyReplacement(reviewed, migration);
}

function refusalFinding(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const create = nodeAs(statement.tree, 'ViewStmt');
  const refused = create === undefined ? undefined : refusedReplacement(before, create);
  if (refused === undefined) return undefined;
  const { name, old, change, keepsAllColumns } = refused;
  return {
    what: `CREATE OR REPLACE VIEW ${spokenName(name)} ${spokenChange(change)}, which the server refuses (42P16).`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy:
      'Keep the old columns first, in their order, under their names and with their types, and add new ones behind; or drop the view and create it, with its grants.',
    span: statement.span,
    relations: [name],
    related: [{ origin: old.origin, message: `${old.name} was last defined here.` }],
    fixes: keepsAllColumns ? replaceByDrop(migration, reviewed, name, old) : [],
  };
}

function spokenChange(change: RefusedColumnChange): string {
  switch (change.kind) {
    case 'left out':
      return `leaves out ${spokenList(change.columns)}`;
    case 'renamed':
      return `has ${change.to} where ${change.from} was`;
    case 'retyped':
      return `changes ${change.column} from ${spokenType(change.from)} to ${spokenType(change.to)}`;
  }
}

function lossyReplacement(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  if (migration.direction === 'down') return undefined;
  const losses = droppedObjects(reviewed).flatMap(({ kind, name }) => {
    const [old, made] = [findView(before, name), findView(migration.after, name)];
    if (kind !== 'relation' || old === undefined || made === undefined) return [];
    if (isOfThisMigration(old.origin, migration) || madeAgainBy(name, reviewed, migration) === undefined)
      return [];
    const lost = partsLost(old, made);
    return lost.length === 0 ? [] : [{ name, lost }];
  });
  const [first] = losses;
  if (first === undefined) return undefined;
  const spoken = losses.map(({ name, lost }) => `${spokenName(name)} without ${spokenList(lost)}`);
  return {
    what: `DROP VIEW and CREATE VIEW leave ${spokenList(spoken)}.`,
    who: 'Running application code that relies on what is missing fails, for all tenants, from the moment the transaction commits.',
    remedy:
      'Grant the same rights again in this migration, and keep columns that code still reads until a later release.',
    span: statement.span,
    relations: losses.map(({ name }) => name),
    severity: 'warning',
  };
}

function partsLost(old: View, made: View): readonly string[] {
  const columns = old.columns.filter((column) => !made.columns.some((other) => other.name === column.name));
  return [
    ...grantsLost(old, made).map(({ grantee, privileges }) => `${privileges.join(', ')} for ${grantee}`),
    ...(columns.length === 0 || made.columns.length === 0
      ? []
      : [`its column${columns.length === 1 ? '' : 's'} ${spokenList(columns.map(({ name }) => name))}`]),
  ];
}
