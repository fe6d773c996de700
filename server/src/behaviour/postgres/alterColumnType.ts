import type { Node } from '@pgsql/types';
import type { Catalog, Column, ColumnType, Constraint, Index, QualifiedName, Table } from '../../catalog';
import { nodeAs, stringsOf, walk } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Claims, Example } from '../model';
import {
  columnTypeOf,
  dependentsOf,
  findColumn,
  findTable,
  foreignKeysOf,
  indexesOf,
  nameOf,
  referencingForeignKeys,
  type CatalogObject,
} from '../../catalog';
import { commandOf, lock, manual, target, targetFamily, withPartitions, withStorage } from './neighbours';
import { oncePerAction } from './oncePerAction';
import { droppedConstraints } from './sameStatement';
import { baseTypeOf, operatorClassOf, typeChangeOf, type TypeChange } from './typeChange';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE');

/** ALTER COLUMN … TYPE by what it costs, worst first; exactly one row speaks of each change. */
export const alterColumnTypeRows: readonly BehaviourRow[] = [
  {
    id: 'alter-type-with-dependents',
    form: 'ALTER TABLE … ALTER COLUMN … TYPE (a view, policy, generated column or trigger uses the column)',
    docs,
    speaksOf: ['AT_AlterColumnType'],
    applies: (action, context) => (changeOf(action, context)?.inTheWay.length ?? 0) > 0,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      phase: 'contract',
      notes: [
        `The server refuses: ${(changeOf(action, context)?.inTheWay ?? []).join(', ')} uses the column and must be dropped first and made again in the same transaction.`,
      ],
    }),
    examples: [
      { title: 'a view', sql: 'ALTER TABLE viewed ALTER COLUMN name TYPE varchar(20)', refusedWith: '0A000' },
      {
        title: 'a policy',
        sql: 'ALTER TABLE secured ALTER COLUMN tenant_id TYPE bigint',
        refusedWith: '0A000',
      },
      {
        title: 'a generated column',
        setup: 'ALTER TABLE plain ADD COLUMN twice integer GENERATED ALWAYS AS (small * 2) STORED',
        sql: 'ALTER TABLE plain ALTER COLUMN small TYPE bigint',
        since: 15,
        refusedWith: '0A000',
      },
      {
        title: 'a generated column, in version 14',
        setup: 'ALTER TABLE plain ADD COLUMN twice integer GENERATED ALWAYS AS (small * 2) STORED',
        sql: 'ALTER TABLE plain ALTER COLUMN small TYPE bigint',
        until: 14,
        refusedWith: '42601',
      },
      {
        title: 'a trigger’s condition',
        setup:
          'CREATE TRIGGER t BEFORE UPDATE ON plain FOR EACH ROW WHEN (NEW.small > 0) EXECUTE FUNCTION note_change()',
        sql: 'ALTER TABLE plain ALTER COLUMN small TYPE bigint',
        refusedWith: '0A000',
      },
    ],
  },
  typeRow({
    id: 'alter-type-rewrite',
    form: 'ALTER TABLE … ALTER COLUMN … TYPE (other stored values)',
    applies: (change) => change.isRewrite,
    note: 'The new type stores other bytes: every row is written anew, and every index with it, while nobody can read or write the table.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN small TYPE bigint',
      'ALTER TABLE plain ALTER COLUMN small TYPE bigint USING small::bigint',
      'ALTER TABLE plain ALTER COLUMN code TYPE varchar(10)',
      'ALTER TABLE plain ALTER COLUMN code TYPE text USING upper(code)',
      'ALTER TABLE plain ALTER COLUMN note TYPE varchar(100)',
      'ALTER TABLE plain ALTER COLUMN amount TYPE numeric(12,3)',
      'ALTER TABLE plain ALTER COLUMN letters TYPE char(8)',
      'ALTER TABLE plain ALTER COLUMN letters TYPE varchar(10)',
      'ALTER TABLE plain ALTER COLUMN letters TYPE text',
      'ALTER TABLE plain ALTER COLUMN made_ms TYPE timestamp(0)',
      `ALTER TABLE plain ALTER COLUMN made_at TYPE timestamptz USING made_at AT TIME ZONE 'UTC'`,
      'ALTER TABLE plain ALTER COLUMN bits TYPE varbit(4)',
      'ALTER TABLE plain ALTER COLUMN feeling TYPE text',
      'ALTER TABLE plain ALTER COLUMN tags TYPE varchar(40)[]',
      'ALTER TABLE plain ALTER COLUMN tags TYPE text[]',
      'ALTER TABLE plain ALTER COLUMN filled TYPE positive',
      'ALTER TABLE child ALTER COLUMN parent_id TYPE bigint',
      'ALTER TABLE parent ALTER COLUMN id TYPE bigint',
      'ALTER TABLE event ALTER COLUMN id TYPE bigint',
      'ALTER TABLE animal ALTER COLUMN id TYPE bigint',
    ],
  }),
  typeRow({
    id: 'alter-type-rebuilds-index',
    form: 'ALTER TABLE … ALTER COLUMN … TYPE (same stored values, an index does not fit)',
    applies: (change) => change.rebuilt.length > 0,
    note: 'The rows stay as they are, but an index on the column is built anew while nobody can read or write the table.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN note TYPE varchar',
      'ALTER TABLE plain ALTER COLUMN note TYPE text',
      'ALTER TABLE plain ALTER COLUMN code TYPE citext',
      'ALTER TABLE plain ALTER COLUMN note TYPE citext',
      'ALTER TABLE plain ALTER COLUMN made_at TYPE timestamptz',
      'ALTER TABLE plain ALTER COLUMN code TYPE varchar(20) COLLATE "POSIX"',
      {
        title: 'a partial index is built anew even for a wider varchar',
        setup: 'CREATE INDEX plain_code_partial ON plain (code) WHERE small > 10',
        sql: 'ALTER TABLE plain ALTER COLUMN code TYPE varchar(40)',
      },
    ],
  }),
  typeRow({
    id: 'alter-type-rechecks',
    form: 'ALTER TABLE … ALTER COLUMN … TYPE (same stored values, a CHECK names the column)',
    applies: (change) => change.isRechecked,
    note: 'The rows stay as they are, but a CHECK constraint on the column is checked again for every row while nobody can read or write the table.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN amount TYPE numeric(12,2)',
      'ALTER TABLE plain ALTER COLUMN amount TYPE numeric',
      'ALTER TABLE plain ALTER COLUMN filled TYPE plain_number',
      'ALTER TABLE plain ALTER COLUMN filled TYPE integer',
    ],
  }),
  typeRow({
    id: 'alter-type-relabel',
    form: 'ALTER TABLE … ALTER COLUMN … TYPE (same stored values)',
    applies: () => true,
    note: 'The stored bytes stay valid under the new type: only the catalog changes, the lock is held for a moment.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN code TYPE varchar(40)',
      'ALTER TABLE plain ALTER COLUMN code TYPE text',
      'ALTER TABLE plain ALTER COLUMN code TYPE text USING code::text',
      'ALTER TABLE plain ALTER COLUMN letters TYPE bpchar',
      'ALTER TABLE plain ALTER COLUMN made_ms TYPE timestamp(6)',
      'ALTER TABLE plain ALTER COLUMN made_ms TYPE timestamp',
      'ALTER TABLE plain ALTER COLUMN made_ms TYPE timestamptz',
      'ALTER TABLE plain ALTER COLUMN seen_at TYPE timestamp',
      'ALTER TABLE plain ALTER COLUMN span TYPE interval(6)',
      'ALTER TABLE plain ALTER COLUMN span TYPE interval',
      'ALTER TABLE plain ALTER COLUMN bits TYPE varbit(16)',
      'ALTER TABLE plain ALTER COLUMN bits TYPE varbit',
      'ALTER TABLE plain ALTER COLUMN network TYPE inet',
      'ALTER TABLE plain ALTER COLUMN tags TYPE varchar(20)[]',
      'ALTER TABLE measured ALTER COLUMN value TYPE integer',
      'ALTER TABLE measured ALTER COLUMN other TYPE integer',
      'ALTER TABLE child ALTER COLUMN parent_id TYPE integer',
      'ALTER TABLE event ALTER COLUMN note TYPE varchar',
      {
        title: 'the check goes in the same statement',
        sql: 'ALTER TABLE plain DROP CONSTRAINT plain_amount_positive, ALTER COLUMN amount TYPE numeric(12,2)',
      },
    ],
  }),
];

interface TypeRow extends Pick<BehaviourRow, 'id' | 'form'> {
  readonly applies: (change: ColumnChange) => boolean;
  readonly note: string;
  readonly examples: readonly (string | Example)[];
}

function typeRow({ id, form, applies, note, examples }: TypeRow): BehaviourRow {
  return {
    id,
    form,
    docs,
    speaksOf: ['AT_AlterColumnType'],
    applies: (action, context) => {
      const change = changeOf(action, context);
      return change !== undefined && applies(change);
    },
    effects: (action, context) => effectsOf(action, context, note),
    examples: examples.map((example) => (typeof example === 'string' ? { sql: example } : example)),
  };
}

/** All that the server touches to change a column's type, in every table that has the column. */
interface ColumnChange extends TypeChange {
  readonly column: string;
  /** Objects for which the server refuses the change. */
  readonly inTheWay: readonly string[];
  readonly rebuilt: readonly QualifiedName[];
  readonly isRechecked: boolean;
  readonly target: ColumnType;
  /** Constraints that are gone by the time the type changes. */
  readonly dropped: ReadonlySet<string>;
}

const changeOf = oncePerAction(judgeChange);

function judgeChange(action: Action, context: BehaviourContext): ColumnChange | undefined {
  const command = commandOf(action, 'AT_AlterColumnType');
  const definition = nodeAs(command?.def, 'ColumnDef');
  if (command?.name === undefined || definition === undefined) return undefined;
  const { catalog } = context;
  const wanted = columnTypeOf(catalog, definition.typeName);
  const collation = stringsOf(definition.collClause?.collname).at(-1);
  const found = target(action).flatMap((name) => columnOf(catalog, name, command.name) ?? []);
  const column = found[0];
  const dropped = droppedConstraints(action);
  if (column === undefined) return { ...unknownColumn(command.name, wanted), dropped };
  const change = typeChangeOf(column, wanted, definition.raw_default, catalog);
  const tables = targetFamily(action, context).flatMap((name) => findTable(catalog, name) ?? []);
  const kept = change.isRewrite ? [] : tables;
  return {
    ...change,
    column: column.name,
    target: wanted,
    inTheWay: tables.flatMap((table) => inTheWay(catalog, nameOf(table), column.name)),
    rebuilt: kept.flatMap((table) => rebuiltIndexes(catalog, table, column, wanted, collation)),
    isRechecked: kept.some((table) =>
      table.constraints.some((constraint) => isRechecked(constraint, column.name, dropped)),
    ),
    dropped,
  };
}

function columnOf(catalog: Catalog, table: QualifiedName, column: string | undefined): Column | undefined {
  return column === undefined ? undefined : findColumn(findTable(catalog, table), column);
}

/** The worst is assumed of a column whose present type nobody knows. */
function unknownColumn(column: string, wanted: ColumnType): Omit<ColumnChange, 'dropped'> {
  return {
    column,
    target: wanted,
    isRewrite: true,
    losesData: true,
    inTheWay: [],
    rebuilt: [],
    isRechecked: false,
    dependsOn: [`The present type of ${column}, which the migration history does not tell.`],
  };
}

function effectsOf(action: Action, context: BehaviourContext, note: string): Claims {
  const change = changeOf(action, context);
  if (change === undefined) return {};
  const { catalog } = context;
  const tables = targetFamily(action, context);
  const stored = withStorage(catalog, tables);
  const keys = tables.flatMap((name) => foreignKeysThrough(catalog, name, change.column));
  const revalidated = keys.filter((key) => key.isValidated && !keepsOperators(catalog, action, change));
  return {
    locks: lock('ACCESS EXCLUSIVE', [...tables, ...keys.flatMap((key) => key.tables)]),
    rewrites: change.isRewrite ? stored : [],
    rebuildsIndexes: change.rebuilt,
    scans: [
      ...(change.isRewrite ? stored : scannedTables(catalog, stored, change)),
      ...withStorage(
        catalog,
        revalidated.flatMap((key) => key.tables),
      ),
    ],
    reversible: !change.losesData,
    dataLoss: change.losesData,
    phase: 'contract',
    notes: [
      note,
      ...(keys.length > 0
        ? [
            'The foreign key on the column is dropped and made again, which takes ACCESS EXCLUSIVE on the other table too.',
          ]
        : []),
    ],
    dependsOn: change.dependsOn,
  };
}

/** Tables whose rows stay, but are read to build an index or to check a constraint. */
function scannedTables(
  catalog: Catalog,
  tables: readonly QualifiedName[],
  change: ColumnChange,
): readonly QualifiedName[] {
  return tables.filter((name) => {
    const constraints = findTable(catalog, name)?.constraints ?? [];
    return (
      change.rebuilt.some((index) => catalog.indexes.get(index)?.table === name) ||
      constraints.some((constraint) => isRechecked(constraint, change.column, change.dropped))
    );
  });
}

/** A foreign key need not be checked again where its columns are compared as before (`TryReuseForeignKey`). */
function keepsOperators(catalog: Catalog, action: Action, change: ColumnChange): boolean {
  return target(action).every((name) => {
    const column = columnOf(catalog, name, change.column);
    if (column === undefined) return false;
    return operatorClassOf(column.type, catalog) === operatorClassOf(change.target, catalog);
  });
}

interface KeyThroughColumn {
  /** The table on the other side, with its partitions. */
  readonly tables: readonly QualifiedName[];
  readonly isValidated: boolean;
}

/** Foreign keys of a table that use a column, and those of others that reference it. */
function foreignKeysThrough(
  catalog: Catalog,
  name: QualifiedName,
  column: string,
): readonly KeyThroughColumn[] {
  const table = findTable(catalog, name);
  const own = table === undefined ? [] : foreignKeysOf(table);
  return [
    ...own
      .filter((key) => key.columns.includes(column))
      .map((key) => ({ tables: withPartitions(catalog, key.references), isValidated: key.validated })),
    ...referencingForeignKeys(catalog, name)
      .filter(({ constraint }) => constraint.referencedColumns.includes(column))
      .map(({ table: other, constraint }) => ({
        tables: withPartitions(catalog, nameOf(other)),
        isValidated: constraint.validated,
      })),
  ];
}

function isRechecked(constraint: Constraint, column: string, dropped: ReadonlySet<string>): boolean {
  return (
    constraint.kind === 'check' &&
    !dropped.has(constraint.name) &&
    constraint.validated &&
    constraint.enforced &&
    constraint.columns.includes(column)
  );
}

/**
 * An index keeps its file only if its column stays in the same operator class and collation and it has neither
 * expressions nor a predicate (`CheckIndexCompatible`).
 */
function rebuiltIndexes(
  catalog: Catalog,
  table: Table,
  column: Column,
  wanted: ColumnType,
  collation: string | undefined,
): readonly QualifiedName[] {
  const isSameClass = operatorClassOf(column.type, catalog) === operatorClassOf(wanted, catalog);
  const isSameCollation = collation === column.collation || !isCollated(wanted, catalog);
  return indexesOf(catalog, nameOf(table))
    .filter((index) => usesColumn(index, column.name))
    .filter((index) => {
      const isPlain = index.predicate === undefined && index.keys.every((key) => key.column !== undefined);
      const key = index.keys.find((candidate) => candidate.column === column.name);
      const keepsClass = isSameClass || key === undefined || key.operatorClass !== undefined;
      const keepsCollation = isSameCollation || key === undefined || key.collation !== undefined;
      return !(isPlain && keepsClass && keepsCollation);
    })
    .map(nameOf);
}

function isCollated(type: ColumnType, catalog: Catalog): boolean {
  return ['text', 'varchar', 'bpchar', 'citext', 'name'].includes(baseTypeOf(type, catalog).name);
}

function usesColumn(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    index.keys.some((key) => key.column === column || names(key.expression, column)) ||
    names(index.predicate, column)
  );
}

function names(expression: Node | undefined, column: string): boolean {
  let isNamed = false;
  if (expression === undefined) return false;
  walk(expression, (node) => {
    if (stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1) === column) isNamed = true;
    return undefined;
  });
  return isNamed;
}

/** What must go before the type can change; indexes, checks and foreign keys are made again by the server itself. */
function inTheWay(catalog: Catalog, table: QualifiedName, column: string): readonly string[] {
  return dependentsOf(catalog, { kind: 'column', relation: table, name: column })
    .map(({ object }) => object)
    .filter(isInTheWay)
    .map((object) => `the ${object.kind === 'relation' ? 'view' : object.kind} ${object.name}`);
}

function isInTheWay(object: CatalogObject): boolean {
  switch (object.kind) {
    case 'relation':
    case 'column':
    case 'policy':
    case 'trigger':
      return true;
    default:
      return false;
  }
}
