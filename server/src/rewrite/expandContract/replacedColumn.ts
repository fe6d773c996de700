import { quoted, quotedName, spokenType } from '../../catalog';
import { canMarkLaterMigration } from '../steps/laterMigrations';
import { notNullSteps } from '../steps/notNullSteps';
import { batchedUpdates } from './batchedUpdate';
import { carriedBy } from './carriedObjects';
import { swapColumns } from './columnSwap';
import { backfillGuard } from './guard';
import { refused, type PhaseScript, type PhasedChange, type Refusal, type TableSplitting } from './model';
import { obstacleTo } from './obstacles';
import type { PhaseStep, Replacement, ReplacementParts } from './replacement';
import { declaredIrreversible, droppedColumn, releasedChecks, retirement } from './retirement';
import { inOrder, type Reversible } from './reversible';
import { rowTrigger } from './rowTrigger';

/**
 * The phases in which one column takes another's place, with its indexes, keys, constraints, default, identity, comment
 * and the foreign keys that point to it. The swap exchanges names only, and the old column is kept and filled for a while:
 * each phase can be taken back without a rewrite and, but for what is said there, without blocking writers.
 */
export function replaceColumn(splitting: TableSplitting, replacement: Replacement): PhasedChange | Refusal {
  const obstacle = obstacleTo(splitting, replacement.column, replacement);
  if (obstacle !== undefined) return refused(obstacle);
  const { table, name, place, catalog } = splitting;
  const { interim, title, code } = replacement;
  const parts = partsOf(splitting, replacement);
  const { carried, required, forward } = parts;
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const before: readonly PhaseStep[] = [
    {
      phase: 'backfill',
      title: `${title} backfill`,
      transaction: 'none',
      up: batchedUpdates(
        { table, assignments: [{ column: interim, value: replacement.value }], pending: parts.pending },
        catalog,
        place,
      ),
      down: 'the values go with their column when the migration before is rolled back',
    },
    ...outside(
      splitting,
      { phase: 'expand', title: `${title} indexes` },
      carried.indexes.map(({ build }) => build),
    ),
    ...carried.references.map(({ name: reference, add }): PhaseStep => ({
      phase: 'expand',
      title: `${title} ${reference}`,
      transaction: 'per-file',
      ...add,
    })),
    ...validations(title, parts),
  ];
  const after: readonly PhaseStep[] = [
    {
      phase: 'contract',
      title: `${title} swap`,
      transaction: 'per-file',
      ...swapColumns(splitting, replacement, parts),
    },
    ...releasedChecks(splitting, replacement, parts),
    ...outside(
      splitting,
      { phase: 'contract', title: `${title} retire` },
      retirement(splitting, replacement, parts),
    ),
    {
      phase: 'contract',
      title: `${title} drop`,
      transaction: 'per-file',
      ...droppedColumn(splitting, replacement, parts),
    },
  ];
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: code.meanwhile,
      up: [
        `${alter} ADD COLUMN ${quoted(interim)} ${spokenType(replacement.type)}${collationOf(replacement)}`,
        ...(required === undefined ? [] : [required.first]),
        ...carried.constraints.map(({ add }) => add),
        ...forward.create,
      ],
    },
    later: [
      ...before.map((step) => ({ ...step, code: code.meanwhile })),
      ...after.map((step) => ({ ...step, code: code.afterwards })),
    ],
  };
}

function partsOf(splitting: TableSplitting, replacement: Replacement): ReplacementParts {
  const { table, place } = splitting;
  const { column, interim, final, retired } = replacement;
  const pending = `${quoted(interim)} IS NULL AND ${replacement.value} IS NOT NULL`;
  return {
    carried: carriedBy(splitting, { column: column.name, interim, final, retired }),
    required: column.notNull ? notNullSteps(place, table, interim) : undefined,
    forward: rowTrigger(table, `${column.name}_sync`, replacement.synchronise),
    backward: rowTrigger(
      table,
      `${column.name}_back`,
      filledBack(replacement, quoted(final), quoted(retired)),
    ),
    pending,
    guard: backfillGuard(table, pending),
  };
}

/** A value that the old type cannot hold leaves the old column empty: the application must not fail on it. */
function filledBack({ type }: Replacement, from: string, to: string): readonly string[] {
  const changes = hasNoEquality.has(type.name)
    ? 'TRUE'
    : `TG_OP = 'INSERT' OR NEW.${from} IS DISTINCT FROM OLD.${from}`;
  return [
    `IF ${changes} THEN`,
    '  BEGIN',
    `    NEW.${to} := NEW.${from};`,
    '  EXCEPTION WHEN data_exception THEN',
    `    NEW.${to} := NULL;`,
    '  END;',
    'END IF;',
  ];
}

const hasNoEquality: ReadonlySet<string> = new Set(['json', 'xml', 'point']);

/** In a transaction of its own, so that no stronger lock of another step is held while rows are checked. */
function validations(title: string, { carried, required }: ReplacementParts): readonly PhaseStep[] {
  const references = inOrder(carried.references.map(({ validate }) => validate));
  const up = [
    ...(required?.later.slice(0, 1) ?? []),
    ...carried.constraints.map(({ validate }) => validate),
    ...references.up,
  ];
  if (up.length === 0) return [];
  const down =
    references.down.length === 0
      ? 'validating changes nothing that would have to come back'
      : declaredIrreversible(
          'what is checked stays so; the references of old are checked again',
          references.down,
        );
  return [{ phase: 'contract', title: `${title} validate`, transaction: 'per-file', up, down }];
}

function collationOf({ column, type }: Replacement): string {
  return column.collation === undefined || spokenType(column.type) !== spokenType(type)
    ? ''
    : ` COLLATE ${quoted(column.collation)}`;
}

/** Steps outside of a transaction: a runner that reads no marker keeps a file of one statement only out of one. */
function outside(
  { place }: TableSplitting,
  about: Pick<PhaseScript, 'phase' | 'title'>,
  steps: readonly Reversible[],
): readonly PhaseStep[] {
  if (steps.length === 0) return [];
  const scripts = canMarkLaterMigration(place) ? [inOrder(steps)] : steps;
  return scripts.map((script) => ({ ...about, transaction: 'none', ...script }));
}
