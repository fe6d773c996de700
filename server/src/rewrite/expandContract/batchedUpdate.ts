import { nameOf, partitionsOf, quoted, quotedName, type Catalog, type Table } from '../../catalog';
import type { MigrationPlace } from '../steps/migrationPlace';

/** An UPDATE of all rows of a table that meet a condition, to be made in batches. */
export interface WholeUpdate {
  readonly table: Table;
  /** Column and SQL of its new value. */
  readonly assignments: readonly { readonly column: string; readonly value: string }[];
  /** True for the rows that still have to be changed: a run after an interruption goes on with those. */
  readonly pending: string;
}

/** Pages of a batch: some ten thousand rows of usual width. */
const batchPages = 500;

/**
 * DO blocks that walk through a table's pages, one for each partition that holds rows. Every batch commits, so that no row
 * stays locked for long, and what is done needs not be done again; they must run outside of a transaction.
 */
export function batchedUpdates(
  update: WholeUpdate,
  catalog: Catalog,
  { policy }: Pick<MigrationPlace, 'policy'>,
): readonly string[] {
  const { table } = update;
  const leaves =
    table.kind === 'partitioned'
      ? partitionsOf(catalog, nameOf(table), { deep: true }).filter(({ kind }) => kind === 'table')
      : [table];
  // Its owner would see no row where row security is forced, update none, and not hear of it.
  const isBlind = table.rowSecurity.forced && !policy.runner.bypassesRls;
  return leaves.map((leaf) => batchedUpdate(nameOf(leaf), update, isBlind));
}

function batchedUpdate(leaf: string, { assignments, pending }: WholeUpdate, isBlind: boolean): string {
  const name = quotedName(leaf);
  const set = assignments.map(({ column, value }) => `${quoted(column)} = ${value}`).join(', ');
  const failLoudly = isBlind ? "\n    PERFORM set_config('row_security', 'off', true);" : '';
  return `DO $backfill$
DECLARE
  page bigint := 0;
  pages CONSTANT bigint := pg_relation_size('${name.replaceAll("'", "''")}') / current_setting('block_size')::bigint;
BEGIN
  WHILE page < pages LOOP${failLoudly}
    UPDATE ${name} SET ${set}
    WHERE (${pending})
      AND ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + ${String(batchPages)})::tid;
    COMMIT;
    page := page + ${String(batchPages)};
  END LOOP;
  IF EXISTS (SELECT FROM ${name} WHERE ${pending}) THEN
    RAISE WARNING 'some rows of ${name.replaceAll("'", "''").replaceAll('%', '%%')} were written meanwhile and are not filled: run this again';
  END IF;
END
$backfill$`;
}
