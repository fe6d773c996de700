import type { Action } from '../../behaviour';
import { nameOf, quoted, quotedList, quotedName, type Table } from '../../catalog';
import { nodeAs, sqlOf, stringsOf, type NodeOf } from '../../sql';
import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../model';
import type { NamedConstraint } from '../readings/addedConstraints';
import { isMentionedAfter } from '../readings/mentions';
import { nullableColumnsOf } from '../readings/notNullProof';
import { insteadOfConstraintDrop, isSoleAction, withoutAction } from './alterActions';
import { canLeaveTransaction, leaveTransaction, standsAlone } from './concurrentIndex';
import { laterMigrations, notNullSteps, type LaterMigration } from '../../rewrite';

/** A unique or primary key that an action of an ALTER TABLE adds. */
export interface AddedKey {
  readonly named: NamedConstraint;
  readonly written: NodeOf<'Constraint'>;
  readonly action: Action;
  /** The table before the statement. */
  readonly table: Table;
  readonly columns: readonly string[];
}

/**
 * Builds a key's index CONCURRENTLY in a migration of its own, and makes it the key in the one after, so that others wait
 * for a moment only.
 */
export function keyOverIndex(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  key: AddedKey,
): readonly Fix[] {
  const index = indexOf(key);
  // CONCURRENTLY is refused for a partitioned table.
  if (index === undefined || key.table.kind !== 'table') return [];
  const { name } = key.named;
  const build: LaterMigration = {
    title: `create index ${name}`,
    up: [index],
    down: [`DROP INDEX CONCURRENTLY IF EXISTS ${besideTable(key)}`],
    transaction: 'none',
  };
  if (nullableColumns(key).length > 0) return requireValuesFirst(migration, reviewed, key, [build]);
  const finish = makeKey(migration, key);
  if (standsAlone(migration, reviewed) && isSoleAction(reviewed, key.action)) {
    if (reviewed.inTransaction && !canLeaveTransaction(migration)) return [];
    const here = { path: migration.script.path, span: reviewed.statement.span, newText: index };
    const leaving = reviewed.inTransaction ? leaveTransaction(migration) : [];
    const statement = `DROP INDEX IF EXISTS ${besideTable(key)}`;
    const down = insteadOfConstraintDrop(migration, name, { statement });
    return inSteps(migration, reviewed, key, [here, ...leaving, ...down], [finish]);
  }
  const edits = [
    withoutAction(migration, reviewed, key.action),
    ...insteadOfConstraintDrop(migration, name, undefined),
  ];
  return inSteps(migration, reviewed, key, edits, [build, finish]);
}

/**
 * In place of a primary key on columns that may be null: here a constraint for new rows, later the check of the old ones,
 * which blocks nobody and proves to the key that there is nothing to look for.
 */
export function requireValuesFirst(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  key: AddedKey,
  before: readonly LaterMigration[],
): readonly Fix[] {
  const steps = nullableColumns(key).map((column) => notNullSteps(migration, key.table, column));
  const here: Edit = {
    path: migration.script.path,
    span: key.action.span,
    newText: steps.map(({ action }) => action).join(', '),
  };
  const action = steps.map(({ constraint }) => `DROP CONSTRAINT ${quoted(constraint)}`).join(', ');
  const down = insteadOfConstraintDrop(migration, key.named.name, { action });
  return inSteps(migration, reviewed, key, [here, ...down], [...before, makeKey(migration, key)]);
}

/** An index lies in the schema of its table. */
function besideTable({ table, named }: AddedKey): string {
  return quotedName(nameOf({ schema: table.schema, name: named.name }));
}

/** Only a primary key makes its columns NOT NULL. */
function nullableColumns({ table, written, columns }: AddedKey): readonly string[] {
  return written.contype === 'CONSTR_PRIMARY' ? nullableColumnsOf(table, columns) : [];
}

function inSteps(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { table, named, written }: AddedKey,
  edits: readonly Edit[],
  steps: readonly LaterMigration[],
): readonly Fix[] {
  const later = laterMigrations(migration, steps);
  if (later === undefined) return [];
  const isNeeded = isMentionedAfter(migration, reviewed, [table.name, named.name]);
  const kind = written.contype === 'CONSTR_PRIMARY' ? 'primary' : 'unique';
  const title =
    written.indexname === undefined
      ? `Build the index CONCURRENTLY, and make it the ${kind} key in a later migration`
      : 'Rule out nulls first, and make the index the primary key in a later migration';
  return [{ title, preferred: !isNeeded, edits: [...edits, ...later] }];
}

/** The last step: the index that is there by then becomes the key, under a lock that is held for a moment. */
function makeKey(migration: ReviewedMigration, key: AddedKey): LaterMigration {
  const { named, written, table } = key;
  const alter = `ALTER TABLE ${quotedName(named.table)}`;
  const kind = written.contype === 'CONSTR_PRIMARY' ? 'PRIMARY KEY' : 'UNIQUE';
  const index = quoted(written.indexname ?? named.name);
  const deferral = [
    ...(written.deferrable === true ? [' DEFERRABLE'] : []),
    ...(written.initdeferred === true ? [' INITIALLY DEFERRED'] : []),
  ].join('');
  const steps = nullableColumns(key).map((column) => notNullSteps(migration, table, column));
  return {
    title: `make ${named.name} the key`,
    up: [
      // Validated before the first of them takes the strong lock, so that nobody waits for the reading.
      ...steps.flatMap(({ later }) => later.slice(0, 1)),
      ...steps.flatMap(({ later }) => later.slice(1)),
      `${alter} ADD CONSTRAINT ${quoted(named.name)} ${kind} USING INDEX ${index}${deferral}`,
    ],
    down: [
      `${alter} DROP CONSTRAINT ${quoted(named.name)}`,
      ...steps.toReversed().flatMap(({ undone }) => undone),
    ],
    transaction: 'per-file',
  };
}

/** The index behind a key as a statement of its own; undefined for a temporal key, which only a constraint can make. */
function indexOf({ named, written, columns }: AddedKey): string | undefined {
  if (written.without_overlaps === true || written.indexname !== undefined) return undefined;
  const including = stringsOf(written.including);
  const options = (written.options ?? []).flatMap((option) => {
    const { defname, arg } = nodeAs(option, 'DefElem') ?? {};
    if (defname === undefined) return [];
    return arg === undefined ? defname : `${defname} = ${sqlOf(arg)}`;
  });
  return [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(named.name)} ON ${quotedName(named.table)} (${quotedList(columns)})`,
    ...(including.length > 0 ? [`INCLUDE (${quotedList(including)})`] : []),
    ...(written.nulls_not_distinct === true ? ['NULLS NOT DISTINCT'] : []),
    ...(options.length > 0 ? [`WITH (${options.join(', ')})`] : []),
    ...(written.indexspace === undefined ? [] : [`TABLESPACE ${quoted(written.indexspace)}`]),
  ].join(' ');
}
