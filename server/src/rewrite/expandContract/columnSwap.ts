import { quoted, quotedName } from '../../catalog';
import { defaultNotNullName } from '../rollback/restore/constraintTrees';
import type { TableSplitting } from './model';
import type { Replacement, ReplacementParts } from './replacement';
import { commentOn, presenceCheck } from './retirement';
import { inOrder, type Reversible } from './reversible';
import { valueSourceOf } from './valueSource';

/**
 * The moment in which the new column takes the old one's place: names, keys and defaults change hands in one transaction,
 * and no row is read or written. From then on the old column is the one that is filled from the other.
 */
export function swapColumns(
  splitting: TableSplitting,
  replacement: Replacement,
  parts: ReplacementParts,
): Reversible {
  const { catalog, name } = splitting;
  const { column, final } = replacement;
  const { carried, forward, backward } = parts;
  const source = valueSourceOf(splitting, replacement);
  const comment = catalog.comments.get(`COLUMN ${name}.${column.name}`);
  const successor = `${quotedName(name)}.${quoted(final)}`;
  return inOrder([
    { up: [parts.guard], down: [] },
    { up: forward.drop, down: forward.create },
    ...carried.references.map(({ release }) => release),
    ...carried.indexes.map(({ release }) => release),
    required(splitting, replacement, parts),
    source.release,
    optional(splitting, replacement),
    names(name, replacement),
    source.settle,
    ...carried.indexes.map(({ settle }) => settle),
    ...carried.constraints.map(({ settle }) => settle),
    ...carried.references.map(({ settle }) => settle),
    notNullName(splitting, replacement, parts),
    {
      up: commentOn(comment, successor),
      down: comment === undefined ? [] : [`COMMENT ON COLUMN ${successor} IS NULL`],
    },
    { up: backward.create, down: backward.drop },
  ]);
}

/** The new column becomes NOT NULL, which a CHECK has proved by then; a NOT NULL constraint needs nothing more. */
function required(
  { name }: TableSplitting,
  { interim }: Replacement,
  { required: steps }: ReplacementParts,
): Reversible {
  if (steps?.kind !== 'check') return { up: [], down: [] };
  const alter = `ALTER TABLE ${quotedName(name)} ALTER COLUMN ${quoted(interim)}`;
  return { up: [`${alter} SET NOT NULL`], down: [`${alter} DROP NOT NULL`] };
}

/** The old column may be empty from now on, where the new one holds what its type cannot. */
function optional({ table, name }: TableSplitting, replacement: Replacement): Reversible {
  const { column } = replacement;
  if (!column.notNull) return { up: [], down: [] };
  const alter = `ALTER TABLE ${quotedName(name)}`;
  return {
    up: [`${alter} ALTER COLUMN ${quoted(column.name)} DROP NOT NULL`],
    down: [
      `${alter} ALTER COLUMN ${quoted(column.name)} SET NOT NULL`,
      `${alter} DROP CONSTRAINT IF EXISTS ${quoted(presenceCheck(replacement, table))}`,
    ],
  };
}

function names(table: string, { column, interim, final, retired }: Replacement): Reversible {
  const rename = (from: string, to: string) =>
    from === to ? [] : [`ALTER TABLE ${quotedName(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`];
  return {
    up: [...rename(column.name, retired), ...rename(interim, final)],
    down: [...rename(final, interim), ...rename(retired, column.name)],
  };
}

/** From PostgreSQL 18 on a NOT NULL has a name, which stays the old column's. */
function notNullName(
  { name, table }: TableSplitting,
  { column }: Replacement,
  { required: steps }: ReplacementParts,
): Reversible {
  if (steps?.kind !== 'not null') return { up: [], down: [] };
  const old = table.constraints.find(
    ({ kind, columns }) => kind === 'not null' && columns.includes(column.name),
  );
  const wanted = old?.name ?? defaultNotNullName(name, column.name);
  const rename = (from: string, to: string) =>
    from === to ? [] : [`ALTER TABLE ${quotedName(name)} RENAME CONSTRAINT ${quoted(from)} TO ${quoted(to)}`];
  return { up: rename(steps.constraint, wanted), down: rename(wanted, steps.constraint) };
}
