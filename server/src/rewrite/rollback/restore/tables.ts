import type { Node } from '@pgsql/types';
import { isTable, nameOf, type Catalog, type Table } from '../../../catalog';
import type { Phase, Undo } from '../model';
import { alterTable, options, rangeVar } from '../trees';
import { columnDefinition } from './columnTrees';
import { constraintNode } from './constraintTrees';
import { optionChanges, resetNames } from './options';
import { changedTables } from './pairs';

/** Tables that are missing, parents before their partitions and children, without their foreign keys. */
export const createTables: Phase = (from, to) =>
  [...to.relations.values()]
    .filter(isTable)
    .filter((table) => table.kind !== 'foreign' && !from.relations.has(nameOf(table)))
    .toSorted(parentsFirst)
    .map((table) => ({ tree: createTable(to, table) }));

function parentsFirst(one: Table, other: Table): number {
  const isChild = (child: Table, parent: Table) =>
    child.partitionOf?.parent === nameOf(parent) || child.inherits.includes(nameOf(parent));
  if (isChild(one, other)) return 1;
  return isChild(other, one) ? -1 : 0;
}

function createTable(catalog: Catalog, table: Table): Node {
  const columns = table.columns
    .filter(({ local }) => local)
    .map((column): Node => ({ ColumnDef: columnDefinition(catalog, table, column) }));
  const constraints = table.constraints
    .filter(
      ({ local, validated, kind }) => local && validated && kind !== 'not null' && kind !== 'foreign key',
    )
    .map((constraint): Node => ({ Constraint: constraintNode(catalog, constraint) }));
  const parents = table.partitionOf === undefined ? table.inherits : [table.partitionOf.parent];
  const settings = options(table.options);
  const elements = [...columns, ...constraints];
  return {
    CreateStmt: {
      relation: {
        ...rangeVar(nameOf(table)),
        relpersistence: table.persistence === 'unlogged' ? 'u' : 'p',
      },
      ...(elements.length === 0 ? {} : { tableElts: elements }),
      ...(parents.length === 0
        ? {}
        : { inhRelations: parents.map((parent): Node => ({ RangeVar: rangeVar(parent) })) }),
      ...(table.partitionOf === undefined ? {} : { partbound: boundOf(table.partitionOf.bound) }),
      ...(table.partitionKey === undefined
        ? {}
        : {
            partspec: {
              strategy: strategies[table.partitionKey.strategy] ?? 'PARTITION_STRATEGY_RANGE',
              partParams: [...table.partitionKey.elements],
            },
          }),
      ...(settings.length === 0 ? {} : { options: settings }),
      ...(table.tablespace === undefined ? {} : { tablespacename: table.tablespace }),
      ...(table.accessMethod === undefined ? {} : { accessMethod: table.accessMethod }),
      oncommit: 'ONCOMMIT_NOOP',
    },
  };
}

const strategies: Readonly<
  Record<string, 'PARTITION_STRATEGY_LIST' | 'PARTITION_STRATEGY_RANGE' | 'PARTITION_STRATEGY_HASH'>
> = {
  list: 'PARTITION_STRATEGY_LIST',
  range: 'PARTITION_STRATEGY_RANGE',
  hash: 'PARTITION_STRATEGY_HASH',
};

function boundOf(bound: Node | 'default'): object {
  if (bound === 'default') return { is_default: true };
  return 'PartitionBoundSpec' in bound ? bound.PartitionBoundSpec : {};
}

export const attachPartitions: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }): readonly Undo[] => {
    const { partitionOf } = other;
    const attach: readonly Undo[] =
      partitionOf === undefined || one.partitionOf !== undefined
        ? []
        : [
            {
              tree: alterTable(partitionOf.parent, {
                subtype: 'AT_AttachPartition',
                def: { PartitionCmd: { name: rangeVar(name), bound: boundOf(partitionOf.bound) } },
              }),
              remark: 'Reads the partition in full, unless a CHECK on it already proves that its rows fit.',
            },
          ];
    const join = other.inherits
      .filter((parent) => !one.inherits.includes(parent))
      .map((parent) => ({
        tree: alterTable(name, { subtype: 'AT_AddInherit', def: { RangeVar: rangeVar(parent) } }),
      }));
    return [...attach, ...join];
  });

/** Row security, storage parameters, persistence, replica identity. */
export const changeTableSettings: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }): readonly Undo[] => {
    const alter = (command: Parameters<typeof alterTable>[1]): Undo => ({ tree: alterTable(name, command) });
    return [
      ...(one.persistence === other.persistence
        ? []
        : [alter({ subtype: other.persistence === 'unlogged' ? 'AT_SetUnLogged' : 'AT_SetLogged' })]),
      ...optionChanges(one.options, other.options).map(({ kind, values }) =>
        alter({
          subtype: kind === 'set' ? 'AT_SetRelOptions' : 'AT_ResetRelOptions',
          def: { List: { items: kind === 'set' ? options(values) : resetNames(values) } },
        }),
      ),
      ...(one.tablespace === other.tablespace
        ? []
        : [alter({ subtype: 'AT_SetTableSpace', name: other.tablespace ?? 'pg_default' })]),
      ...(one.replicaIdentity === other.replicaIdentity
        ? []
        : [alter({ subtype: 'AT_ReplicaIdentity', def: replicaIdentity(other.replicaIdentity) })]),
    ];
  });

export const changeRowSecurity: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }): readonly Undo[] => {
    const [was, is] = [one.rowSecurity, other.rowSecurity];
    return [
      ...(was.enabled === is.enabled
        ? []
        : [
            {
              tree: alterTable(name, {
                subtype: is.enabled ? 'AT_EnableRowSecurity' : 'AT_DisableRowSecurity',
              }),
            },
          ]),
      ...(was.forced === is.forced
        ? []
        : [
            {
              tree: alterTable(name, {
                subtype: is.forced ? 'AT_ForceRowSecurity' : 'AT_NoForceRowSecurity',
              }),
            },
          ]),
    ];
  });

function replicaIdentity(identity: string): Node {
  const codes: Readonly<Record<string, string>> = { full: 'f', nothing: 'n', default: 'd' };
  const code = codes[identity];
  if (code !== undefined) return { ReplicaIdentityStmt: { identity_type: code } };
  return { ReplicaIdentityStmt: { identity_type: 'i', name: identity.replace(/^index /, '') } };
}
