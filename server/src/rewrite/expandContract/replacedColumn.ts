import { quoted, quotedName, spokenType, type Column, type ColumnType } from '../../catalog';
import { sqlOf } from '../../sql';
import { defaultNotNullName } from '../rollback/restore/constraintTrees';
import type { Undo } from '../rollback/model';
import { canMarkLaterMigration } from '../steps/laterMigrations';
import { hasNotNullNotValid, notNullSteps } from '../steps/notNullSteps';
import { batchedUpdates } from './batchedUpdate';
import { carriedBy, type CarriedIndex } from './carriedObjects';
import { backfillGuard } from './guard';
import { refused, type PhaseScript, type PhasedChange, type Refusal, type TableSplitting } from './model';
import { obstacleTo } from './obstacles';
import { rowTrigger } from './rowTrigger';

/** A column that gives way to another one, which is filled from it while both are there. */
export interface Replacement {
  readonly column: Column;
  readonly type: ColumnType;
  /** The new column's name while both are there, and in the end. */
  readonly interim: string;
  readonly final: string;
  /** SQL of the new column's value from a row that is there. */
  readonly value: string;
  /** PL/pgSQL that keeps both alike in `NEW`. */
  readonly synchronise: readonly string[];
  /** SQL of the old column's value from the new one, for the way back. */
  readonly back: string;
  /** What the change is, for titles: `widen accounts number`. */
  readonly title: string;
  /** What application code may run until the contract phase, and after it. */
  readonly code: { readonly meanwhile: string; readonly afterwards: string };
}

/** The phases in which one column takes another's place, with its indexes, constraints, default and comment. */
export function replaceColumn(splitting: TableSplitting, replacement: Replacement): PhasedChange | Refusal {
  const obstacle = obstacleTo(splitting, replacement.column);
  if (obstacle !== undefined) return refused(obstacle);
  const { table, name, place, catalog } = splitting;
  const { column, interim, final, title, code } = replacement;
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const carried = carriedBy(splitting, column.name, interim);
  const trigger = rowTrigger(table, `${column.name}_sync`, replacement.synchronise);
  const required = column.notNull ? notNullSteps(place, table, interim) : undefined;
  const [validateRequired, ...setRequired] = required?.later ?? [];
  const pending = `${quoted(interim)} IS NULL AND ${replacement.value} IS NOT NULL`;
  const phase = (script: Omit<PhaseScript, 'code'>): PhaseScript => ({
    ...script,
    code: script.phase === 'contract' ? code.afterwards : code.meanwhile,
  });
  const validations = [
    ...(validateRequired === undefined ? [] : [validateRequired]),
    ...carried.constraints.map(({ interimName }) => `${alter} VALIDATE CONSTRAINT ${quoted(interimName)}`),
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
        ...trigger.create,
      ],
    },
    later: [
      phase({
        phase: 'backfill',
        title: `${title} backfill`,
        transaction: 'none',
        up: batchedUpdates(
          { table, assignments: [{ column: interim, value: replacement.value }], pending },
          catalog,
          place,
        ),
        down: 'the values go with their column when the migration before is rolled back',
      }),
      ...indexScripts(carried.indexes, title, splitting).map(phase),
      ...(validations.length === 0
        ? []
        : [
            phase({
              phase: 'contract',
              title: `${title} validate`,
              transaction: 'per-file',
              up: validations,
            }),
          ]),
      phase({
        phase: 'contract',
        title: `${title} contract`,
        transaction: 'per-file',
        refills: new Map([[`${name}.${column.name}`, refill(splitting, replacement)]]),
        up: [
          backfillGuard(table, pending),
          ...trigger.drop,
          `-- tenantsafe-ignore pg-drop-column: ${interim} holds its values since the backfill, as the guard above has made sure\n${alter} DROP COLUMN ${quoted(column.name)}`,
          ...(interim === final ? [] : [`${alter} RENAME COLUMN ${quoted(interim)} TO ${quoted(final)}`]),
          ...setRequired.map((statement) => renamedIn(statement, interim, final)),
          ...defaultOf(column).map((value) => `${alter} ALTER COLUMN ${quoted(final)} SET DEFAULT ${value}`),
          ...carried.indexes.map(({ settle }) => settle),
          ...carried.constraints.map(
            ({ interimName, constraint }) =>
              `${alter} RENAME CONSTRAINT ${quoted(interimName)} TO ${quoted(constraint.name)}`,
          ),
          ...(required === undefined ? [] : nameOfNotNull(required.constraint, splitting, replacement)),
          ...commentOn(splitting, replacement),
        ],
      }),
    ],
  };
}

/** On the way back the old column takes its values from the new one, which is called as it was before by then. */
function refill({ name, place }: TableSplitting, { column, interim, back }: Replacement): readonly Undo[] {
  const sql = `UPDATE ${quotedName(name)} SET ${quoted(column.name)} = ${back} WHERE ${quoted(interim)} IS NOT NULL`;
  return place
    .parse(sql)
    .statements.flatMap(({ tree }) => tree ?? [])
    .map((tree) => ({ tree }));
}

function collationOf({ column, type }: Replacement): string {
  return column.collation === undefined || spokenType(column.type) !== spokenType(type)
    ? ''
    : ` COLLATE ${quoted(column.collation)}`;
}

/** The statements to NOT NULL name the column as it is called until then. */
function renamedIn(statement: string, interim: string, final: string): string {
  return statement.replace(`ALTER COLUMN ${quoted(interim)} `, `ALTER COLUMN ${quoted(final)} `);
}

/** A value of the old type, which the server converts as it would have converted the old default. */
function defaultOf({ default: value, type }: Column): readonly string[] {
  return value === undefined ? [] : [`CAST(${sqlOf(value)} AS ${spokenType({ ...type, modifiers: [] })})`];
}

/** From PostgreSQL 18 on a NOT NULL has a name, which stays the old column's. */
function nameOfNotNull(
  interimName: string,
  { name, table, place }: TableSplitting,
  { column }: Replacement,
): readonly string[] {
  if (!hasNotNullNotValid(place)) return [];
  const old = table.constraints.find(
    ({ kind, columns }) => kind === 'not null' && columns.includes(column.name),
  );
  const wanted = old?.name ?? defaultNotNullName(name, column.name);
  if (wanted === interimName) return [];
  return [`ALTER TABLE ${quotedName(name)} RENAME CONSTRAINT ${quoted(interimName)} TO ${quoted(wanted)}`];
}

function commentOn({ catalog, name }: TableSplitting, { column, final }: Replacement): readonly string[] {
  const comment = catalog.comments.get(`COLUMN ${name}.${column.name}`);
  if (comment === undefined) return [];
  return [`COMMENT ON COLUMN ${quotedName(name)}.${quoted(final)} IS '${comment.replaceAll("'", "''")}'`];
}

function indexScripts(
  indexes: readonly CarriedIndex[],
  title: string,
  { place }: TableSplitting,
): readonly Omit<PhaseScript, 'code'>[] {
  const script = (up: readonly string[]): Omit<PhaseScript, 'code'> => ({
    phase: 'expand',
    title: `${title} indexes`,
    transaction: 'none',
    up,
  });
  if (indexes.length === 0) return [];
  const statements = indexes.map(({ build }) => build);
  // A runner that reads no marker keeps a file of one statement only out of a transaction.
  return canMarkLaterMigration(place)
    ? [script(statements)]
    : statements.map((statement) => script([statement]));
}
