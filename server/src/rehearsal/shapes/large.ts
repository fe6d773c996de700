import type { Table } from '../generate/model';
import type { Shape } from './shape';
import type { Standing } from './standing';

/**
 * A tenant with big tables. Which tables are big in life is not in a schema, so two kinds are taken for it: those that
 * most foreign keys lead to (customers, accounts), and those at the end of the longest way from the root (events,
 * lines), two of each. They get `rows`; other tables that nothing refers to get a tenth, the rest a hundredth, so that
 * a few parents have very many children. A schema of four tables is big throughout.
 */
export function largeShape(rows: number): Shape {
  return {
    name: 'large',
    rowsByTable: (standings) => {
      const big = new Set([...hubs(standings), ...ends(standings)]);
      return new Map(standings.map((standing) => [standing.table.oid, rowsOf(standing, big, rows)]));
    },
    oddities: undefined,
    omitReferenceEvery: 0,
  };
}

const bigOfEachKind = 2;

function rowsOf(standing: Standing, big: ReadonlySet<Standing>, rows: number): number {
  if (big.has(standing)) return rows;
  const divisor = standing.referredBy === 0 ? 10 : 100;
  return Math.max(Math.min(rows, 100), Math.ceil(rows / divisor));
}

function hubs(standings: readonly Standing[]): readonly Standing[] {
  return ranked(
    standings.filter(({ referredBy }) => referredBy > 0),
    (standing) => standing.referredBy * 100 + standing.table.foreignKeys.length,
  );
}

function ends(standings: readonly Standing[]): readonly Standing[] {
  return ranked(
    standings.filter(({ referredBy, table }) => referredBy === 0 && !extendsAnother(table)),
    ({ table, depth }) =>
      (table.partitioning === undefined ? 0 : 10_000) + depth * 100 + table.foreignKeys.length,
  );
}

/** At most one row for each row of a parent: it is as big as the parent lets it be. */
function extendsAnother(table: Table): boolean {
  return table.keys.some((unique) =>
    table.foreignKeys.some((key) => unique.columns.every((name) => key.columns.includes(name))),
  );
}

/** The highest first; names decide between equals, so that the same schema gives the same sizes. */
function ranked(standings: readonly Standing[], weight: (standing: Standing) => number): readonly Standing[] {
  return [...standings]
    .sort((a, b) => weight(b) - weight(a) || (a.table.name < b.table.name ? -1 : 1))
    .slice(0, bigOfEachKind);
}
