import type {
  AlterTableCmd,
  AlterTableType,
  Constraint as WrittenConstraint,
  DefElem,
  Node,
} from '@pgsql/types';
import type { Catalog, Constraint, QualifiedName, Table } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { Action, BehaviourContext, LockClaim, LockMode } from '../model';
import {
  childrenOf,
  findRelation,
  findTable,
  foreignKeysOf,
  nameOf,
  defaultPartitionOf,
  partitionsOf,
  referencingForeignKeys,
  resolveRelation,
} from '../../catalog';

/** The page of the vendor's manual. */
export function manual(page: string): string {
  return `https://www.postgresql.org/docs/current/${page}`;
}

/** The action as a sub-command of ALTER TABLE, if it is one of these. */
export function commandOf(action: Action, ...types: readonly AlterTableType[]): AlterTableCmd | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  return command?.subtype !== undefined && types.includes(command.subtype) ? command : undefined;
}

export function lock(mode: LockMode, relations: readonly QualifiedName[]): readonly LockClaim[] {
  return relations.map((relation) => ({ relation, mode }));
}

/** Whether an option of a list in parentheses is on: given alone, or with any value but a false one. */
export function isOptionOn(option: DefElem | undefined, name: string): boolean {
  const value =
    nodeAs(option?.arg, 'String')?.sval ?? nodeAs(option?.arg, 'Integer')?.ival?.toString() ?? 'true';
  return option?.defname === name && !['false', 'off', '0'].includes(value.toLowerCase());
}

/** The action's relation as a list, empty where it has none. */
export function target(action: Action): readonly QualifiedName[] {
  return action.relation === undefined ? [] : [action.relation];
}

/** The target, unless it is an index or a sequence, whose locks nobody but schema changes meets. */
export function lockable(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const { indexes, sequences, types } = context.catalog;
  const statement = nodeAs(action.statement, 'AlterTableStmt')?.objtype;
  if (statement === 'OBJECT_INDEX' || statement === 'OBJECT_SEQUENCE') return [];
  return target(action).filter((name) => !indexes.has(name) && !sequences.has(name) && !types.has(name));
}

export function targetTable(action: Action, context: BehaviourContext): Table | undefined {
  return action.relation === undefined ? undefined : findTable(context.catalog, action.relation);
}

/** The action's relation with everything that inherits from it: partitions and children, at every depth. */
export function targetFamily(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  if (nodeAs(action.statement, 'AlterTableStmt')?.relation?.inh !== true) return target(action);
  return target(action).flatMap((name) => family(context.catalog, name));
}

/** The action's relation with its partitions, children of plain inheritance left out. */
export function targetWithPartitions(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return target(action).flatMap((name) => withPartitions(context.catalog, name));
}

export function family(catalog: Catalog, name: QualifiedName): readonly QualifiedName[] {
  const children = childrenOf(catalog, name).map(nameOf);
  return [name, ...new Set(children.flatMap((child) => family(catalog, child)))];
}

export function withPartitions(catalog: Catalog, name: QualifiedName): readonly QualifiedName[] {
  return [name, ...partitionsOf(catalog, name, { deep: true }).map(nameOf)];
}

/** Those that have rows of their own: no partitioned tables, no views, no foreign tables. */
export function withStorage(catalog: Catalog, names: readonly QualifiedName[]): readonly QualifiedName[] {
  return names.filter((name) => {
    const kind = findRelation(catalog, name)?.kind;
    return kind === undefined || kind === 'table' || kind === 'materialized view';
  });
}

/** The default partition of a partitioned table, or of the one that a partition belongs to. */
export function defaultPartition(catalog: Catalog, parent: QualifiedName): QualifiedName | undefined {
  const partition = defaultPartitionOf(catalog, parent);
  return partition === undefined ? undefined : nameOf(partition);
}

/** The tables that these reference by foreign keys, their partitions included. */
export function referencedBy(catalog: Catalog, tables: readonly QualifiedName[]): readonly QualifiedName[] {
  const names = tables.flatMap((name) => {
    const table = findTable(catalog, name);
    return table === undefined ? [] : foreignKeysOf(table).map((constraint) => constraint.references);
  });
  return [...new Set(names)].flatMap((name) => withPartitions(catalog, name));
}

/** The tables that reference these by foreign keys. */
export function referencing(catalog: Catalog, tables: readonly QualifiedName[]): readonly QualifiedName[] {
  return [
    ...new Set(
      tables.flatMap((name) => referencingForeignKeys(catalog, name).map(({ table }) => nameOf(table))),
    ),
  ];
}

/** A view with all that it reads, also through other views; any other relation with all that inherit from it. */
export function withReadTables(catalog: Catalog, name: QualifiedName): readonly QualifiedName[] {
  return readTables(catalog, name, new Set());
}

/** CREATE OR REPLACE can make views read each other in a circle, which the server refuses only when they are read. */
function readTables(
  catalog: Catalog,
  name: QualifiedName,
  above: ReadonlySet<QualifiedName>,
): readonly QualifiedName[] {
  const relation = findRelation(catalog, name);
  if (relation?.kind !== 'view') return family(catalog, name);
  const within = new Set([...above, name]);
  const reads = relation.reads.filter((read) => !within.has(read));
  return [name, ...reads.flatMap((read) => readTables(catalog, read, within))];
}

/** Whether rows that break the column's NOT NULL are ruled out already, so that the server need not look for them. */
export function isProvedNotNull(table: Table | undefined, column: string): boolean {
  if (table === undefined) return false;
  const isPending = table.constraints.some(
    (constraint) =>
      constraint.kind === 'not null' && constraint.columns.includes(column) && !constraint.validated,
  );
  if (isPending) return table.constraints.some((constraint) => provesNotNull(constraint, column));
  const isNotNull = table.columns.some((candidate) => candidate.name === column && candidate.notNull);
  return isNotNull || table.constraints.some((constraint) => provesNotNull(constraint, column));
}

/** A validated CHECK that says `column IS NOT NULL`, alone or as a part that AND joins to others. */
function provesNotNull(constraint: Constraint, column: string): boolean {
  if (constraint.kind !== 'check' || !constraint.validated || !constraint.enforced) return false;
  return saysNotNull(constraint.expression, column);
}

function saysNotNull(expression: Node, column: string): boolean {
  const conjunction = nodeAs(expression, 'BoolExpr');
  if (conjunction?.boolop === 'AND_EXPR')
    return (conjunction.args ?? []).some((part) => saysNotNull(part, column));
  const test = nodeAs(expression, 'NullTest');
  if (test?.nulltesttype !== 'IS_NOT_NULL') return false;
  const fields = nodeAs(test.arg, 'ColumnRef')?.fields ?? [];
  return nodeAs(fields.at(-1), 'String')?.sval === column;
}

/** The table that a foreign key of the statement references. */
export function referencedTable(
  constraint: WrittenConstraint | undefined,
  catalog: Catalog,
): QualifiedName | undefined {
  const written = nameOfRangeVar(constraint?.pktable);
  return written === undefined ? undefined : resolveRelation(catalog, written);
}
