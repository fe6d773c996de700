import type { Node, SelectStmt } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Catalog } from '../model';
import { systemTable, type SystemRow, type SystemTable } from './systemTables';

/** Rows by the name or alias of their table. */
export type Scope = ReadonlyMap<string, SystemRow>;

/** Tells whether a condition holds for rows, undefined where it cannot tell. */
export interface Tester {
  truth(condition: Node, scope: Scope): boolean | undefined;
}

/** The combinations of rows for which a query's conditions hold, and those for which they may. */
export interface MatchingRows {
  readonly certain: readonly Scope[];
  readonly possible: readonly Scope[];
  readonly absence: SystemTable['absence'];
}

/** Undefined where the query reads anything but system tables, groups, or joins other than inner. */
export function matchingRows(select: SelectStmt, catalog: Catalog, tester: Tester): MatchingRows | undefined {
  if (
    select.groupClause !== undefined ||
    select.havingClause !== undefined ||
    select.withClause !== undefined
  ) {
    return undefined;
  }
  const sources: Source[] = [];
  const conditions = select.whereClause === undefined ? [] : [select.whereClause];
  for (const item of select.fromClause ?? []) {
    if (!collect(item, catalog, sources, conditions)) return undefined;
  }
  if (sources.length === 0) return undefined;
  const isPossible = (scope: Scope) =>
    conditions.every((condition) => tester.truth(condition, scope) !== false);
  const scopes = sources.reduce<readonly Scope[]>(
    (found, { alias, table }) =>
      // A condition on tables that have not joined yet cannot tell and keeps the rows.
      found.flatMap((scope) => table.rows.map((row) => new Map([...scope, [alias, row]])).filter(isPossible)),
    [new Map()],
  );
  const isCertain = (scope: Scope) =>
    conditions.every((condition) => tester.truth(condition, scope) === true);
  return {
    certain: scopes.filter(isCertain),
    possible: scopes.filter((scope) => !isCertain(scope)),
    absence: sources.every(({ table }) => table.absence === 'complete') ? 'complete' : 'unknown',
  };
}

interface Source {
  readonly alias: string;
  readonly table: SystemTable;
}

function collect(item: Node, catalog: Catalog, sources: Source[], conditions: Node[]): boolean {
  const join = nodeAs(item, 'JoinExpr');
  if (join !== undefined) {
    if (join.jointype !== 'JOIN_INNER' || join.larg === undefined || join.rarg === undefined) return false;
    if (join.isNatural === true || join.usingClause !== undefined) return false;
    if (join.quals !== undefined) conditions.push(join.quals);
    return (
      collect(join.larg, catalog, sources, conditions) && collect(join.rarg, catalog, sources, conditions)
    );
  }
  const relation = nodeAs(item, 'RangeVar');
  if (relation?.relname === undefined) return false;
  const table = systemTable(catalog, relation.schemaname, relation.relname);
  if (table === undefined) return false;
  sources.push({ alias: relation.alias?.aliasname ?? relation.relname, table });
  return true;
}
