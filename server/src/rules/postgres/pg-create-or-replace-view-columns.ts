import type { Node } from '@pgsql/types';
import {
  columnsOf,
  findView,
  readQuery,
  resolveRelation,
  spokenList,
  spokenName,
  spokenType,
  type Catalog,
  type Column,
  type ColumnType,
  type OutputColumn,
  type View,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import { replaceByDrop } from '../fixes/viewReplacement';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { droppedObjects } from '../readings/droppedObjects';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';
import { madeAgainBy } from '../readings/replacedRelations';
import { someNode } from '../readings/treeSearch';
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
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  return refusedReplacement(reviewed, migration) ?? lossyReplacement(reviewed, migration);
}

function refusedReplacement(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const create = nodeAs(statement.tree, 'ViewStmt');
  const written = nameOfRangeVar(create?.view);
  if (create?.replace !== true || create.query === undefined || written === undefined) return undefined;
  const name = resolveRelation(before, written);
  const old = findView(before, name);
  if (old?.kind !== 'view' || old.query === undefined || old.uncertain !== undefined) return undefined;
  if (hidesColumns(old.query, before) || hidesColumns(create.query, before)) return undefined;
  const aliases = stringsOf(create.aliases);
  const columns = readQuery(before, create.query).output.map((column, place) => ({
    ...column,
    name: aliases[place] ?? column.name,
  }));
  const change = refusedChange(old.columns, columns);
  if (change === undefined) return undefined;
  const isComplete = old.columns.every((column) => columns.some((other) => other.name === column.name));
  return {
    what: `CREATE OR REPLACE VIEW ${spokenName(name)} ${change}, which the server refuses (42P16).`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy:
      'Keep the old columns first, in their order, under their names and with their types, and add new ones behind; or drop the view and create it, with its grants.',
    span: statement.span,
    relations: [name],
    related: [{ origin: old.origin, message: `${old.name} was last defined here.` }],
    fixes: isComplete ? replaceByDrop(migration, reviewed, name, old) : [],
  };
}

/** A star over a relation whose columns the history does not know stands for columns that nobody can count. */
function hidesColumns(query: Node, catalog: Catalog): boolean {
  if (!someNode(query, (_node, kind) => kind === 'A_Star')) return false;
  const { reading } = readQuery(catalog, query);
  return (
    reading.relations.some(({ name }) => columnsOf(catalog, name).length === 0) ||
    someNode(query, (_node, kind) => kind === 'RangeFunction' || kind === 'RangeTableFunc')
  );
}

function refusedChange(old: readonly Column[], columns: readonly OutputColumn[]): string | undefined {
  for (const [place, column] of old.entries()) {
    const next = columns[place];
    if (next === undefined) {
      const gone = old.slice(place).map(({ name }) => name);
      return `leaves out ${spokenList(gone)}`;
    }
    if (next.name !== column.name) return `has ${next.name} where ${column.name} was`;
    if (isOtherType(column.type, next.type)) {
      return `changes ${column.name} from ${spokenType(column.type)} to ${spokenType(next.type)}`;
    }
  }
  return undefined;
}

/** Only where both types are known for sure. */
function isOtherType(old: ColumnType, next: ColumnType): boolean {
  if (old.name === 'unknown' || next.name === 'unknown') return false;
  return old.schema !== next.schema || old.name !== next.name || old.arrayDimensions !== next.arrayDimensions;
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
    what: `The view is dropped and made again: ${spokenList(spoken)}.`,
    who: 'Running application code that rests on them fails, for all tenants, from the moment the transaction commits.',
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
