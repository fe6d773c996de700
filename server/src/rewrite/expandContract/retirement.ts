import { quoted, quotedName, spokenType, type Table } from '../../catalog';
import { batchedUpdates } from './batchedUpdate';
import type { RetiredConstraint } from './carriedObjects';
import type { TableSplitting } from './model';
import type { PhaseStep, Replacement, ReplacementParts } from './replacement';
import type { Reversible } from './reversible';
import type { Succession } from './valueSource';

/** What hangs on the old column goes; on the way back the column is filled first, and then gets it back. */
export function retirement(
  { table, name, catalog, place }: TableSplitting,
  { final, retired, back }: Replacement,
  { carried }: ReplacementParts,
): readonly Reversible[] {
  const refill = batchedUpdates(
    {
      table,
      assignments: [{ column: retired, value: back }],
      pending: `${quoted(retired)} IS NULL AND ${quoted(final)} IS NOT NULL`,
    },
    catalog,
    place,
  );
  // The backfill has left a dead version of every row.
  return [
    ...carried.indexes.map(({ retire }) => retire),
    { up: [`VACUUM ${quotedName(name)}`], down: refill },
  ];
}

/**
 * Checks of the old column go, and the one that has proved the new one to be NOT NULL. On the way back they are added for
 * new rows only, and the rows that are there are checked in a transaction of its own.
 */
export function releasedChecks(
  { table, name }: TableSplitting,
  replacement: Replacement,
  { carried, required }: ReplacementParts,
): readonly PhaseStep[] {
  const { column, final, retired, title } = replacement;
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const notNull = (constraint: string, of: string): RetiredConstraint => ({
    drop: `${alter} DROP CONSTRAINT IF EXISTS ${quoted(constraint)}`,
    add: `${alter} ADD CONSTRAINT ${quoted(constraint)} CHECK (${quoted(of)} IS NOT NULL) NOT VALID`,
    validate: `${alter} VALIDATE CONSTRAINT ${quoted(constraint)}`,
  });
  const checks = [
    ...carried.constraints.map(({ retire }) => retire),
    ...(column.notNull ? [notNull(presenceCheck(replacement, table), retired)] : []),
    ...(required?.kind === 'check' ? [notNull(required.constraint, final)] : []),
  ];
  if (checks.length === 0) return [];
  const about = { phase: 'contract', transaction: 'per-file' } as const;
  return [
    {
      ...about,
      title: `${title} analyze`,
      up: [`ANALYZE ${quotedName(name)} (${quoted(final)})`],
      down: checks.map(({ validate }) => validate),
    },
    {
      ...about,
      title: `${title} release`,
      up: checks.map(({ drop }) => drop),
      down: declaredIrreversible(
        'what is NOT VALID here is checked by the rollback of the migration before, and used by that of the swap',
        checks.map(({ add }) => add),
      ),
    },
  ];
}

/** The CHECK that proves to SET NOT NULL, on the way back, that it needs to look at no row. */
export function presenceCheck({ retired }: Succession, table: Table): string {
  return `${table.name}_${retired}_present`.slice(0, 63);
}

export function droppedColumn(
  { name, catalog }: TableSplitting,
  replacement: Replacement,
  { backward }: ReplacementParts,
): Reversible {
  const { column, final, retired } = replacement;
  const alter = `ALTER TABLE ${quotedName(name)}`;
  return {
    up: [
      ...backward.drop,
      `-- tenantsafe-ignore pg-drop-column: ${final} holds its values, as the guard before the swap has made sure\n${alter} DROP COLUMN ${quoted(retired)}`,
    ],
    down: [
      `-- lossy: ${retired} comes back empty, and the rollback of the migration before fills it from ${final}\n${alter} ADD COLUMN ${quoted(retired)} ${spokenType(column.type)}${column.collation === undefined ? '' : ` COLLATE ${quoted(column.collation)}`}`,
      ...commentOn(
        catalog.comments.get(`COLUMN ${name}.${column.name}`),
        `${quotedName(name)}.${quoted(retired)}`,
      ),
      ...backward.create,
    ],
  };
}

/** Says in a rollback, above its first statement, why it leaves something otherwise than it was. */
export function declaredIrreversible(
  reason: string,
  [first = '', ...others]: readonly string[],
): readonly string[] {
  return [`-- irreversible: ${reason}\n${first}`, ...others];
}

/** COMMENT ON COLUMN, where there is a comment. */
export function commentOn(comment: string | undefined, column: string): readonly string[] {
  return comment === undefined ? [] : [`COMMENT ON COLUMN ${column} IS '${comment.replaceAll("'", "''")}'`];
}
