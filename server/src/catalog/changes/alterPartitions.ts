import { nodeAs } from '../../sql';
import { changeTable, existingTable } from '../edit';
import type { Catalog, Column, QualifiedName, Table } from '../model';
import { parentsOf } from '../query/partitions';
import { findColumn, indexesOf, nameOf } from '../query/relations';
import { refuse } from '../refusal';
import type { TableAction, TableCommands } from './alterTable';
import { inheritFromParents, joinPartitions } from './inheritance';
import { targetOf } from './reading';

/** The actions of ALTER TABLE on partitions and inheritance. */
export const alterPartitionCommands: TableCommands = {
  AT_AttachPartition: attach,
  AT_DetachPartition: detach,
  AT_DetachPartitionFinalize: detach,
  AT_AddInherit: (catalog, { table, command }) => {
    const parent = targetOf(catalog, nodeAs(command.def, 'RangeVar'));
    existingTable(catalog, parent);
    refuseCircle(catalog, parent, table);
    const joined = changeTable(catalog, table, (found) => ({
      ...found,
      inherits: [...found.inherits, parent],
    }));
    return inheritFromParents(joined, table);
  },
  AT_DropInherit: (catalog, { table, command }) => {
    const parent = targetOf(catalog, nodeAs(command.def, 'RangeVar'));
    return changeTable(catalog, table, (found) => ({
      ...allLocal(found),
      inherits: found.inherits.filter((other) => other !== parent),
    }));
  },
};

function attach(catalog: Catalog, { table, command }: TableAction): Catalog {
  const partition = nodeAs(command.def, 'PartitionCmd');
  const name = targetOf(catalog, partition?.name);
  const parent = existingTable(catalog, table);
  const child = existingTable(catalog, name);
  if (parent.kind !== 'partitioned') return refuse(`table "${table}" is not partitioned`);
  if (child.partitionOf !== undefined) return refuse(`"${name}" is already a partition`);
  refuseCircle(catalog, table, name);
  const missing = parent.columns.find((column) => findColumn(child, column.name) === undefined);
  if (missing !== undefined) return refuse(`child table is missing column "${missing.name}"`);
  const bound = partition?.bound;
  const attached = changeTable(catalog, name, (found) => ({
    ...found,
    columns: found.columns.map((column) => inheritedColumn(parent, column)),
    partitionOf: {
      parent: table,
      bound: bound === undefined || bound.is_default === true ? 'default' : { PartitionBoundSpec: bound },
    },
  }));
  const withConstraints = inheritFromParents(attached, name);
  return joinPartitions(allInherited(withConstraints, parent, name), name);
}

/** A table can inherit neither from itself nor from a table that inherits from it. */
function refuseCircle(catalog: Catalog, parent: QualifiedName, child: QualifiedName): void {
  if (parent === child) refuse(`"${child}" cannot inherit from itself`);
  for (const above of parentsOf(catalog, existingTable(catalog, parent))) {
    refuseCircle(catalog, nameOf(above), child);
  }
}

function inheritedColumn(parent: Table, column: Column): Column {
  const identity = findColumn(parent, column.name)?.identity;
  return { ...column, identity: identity ?? column.identity, local: false };
}

/** Checks and NOT NULLs that the parent has too are inherited ones from now on. */
function allInherited(catalog: Catalog, parent: Table, name: QualifiedName): Catalog {
  return changeTable(catalog, name, (found) => ({
    ...found,
    constraints: found.constraints.map((constraint) => {
      const isShared = parent.constraints.some(
        (other) =>
          other.kind === constraint.kind &&
          (constraint.kind === 'check'
            ? other.name === constraint.name
            : constraint.kind === 'not null' && other.columns.join() === constraint.columns.join()),
      );
      return isShared ? { ...constraint, local: false } : constraint;
    }),
  }));
}

/** A detached partition keeps all that it has, as its own; it loses the row triggers that it had from its parent. */
function detach(catalog: Catalog, { table, command }: TableAction): Catalog {
  const name = targetOf(catalog, nodeAs(command.def, 'PartitionCmd')?.name);
  const parent = existingTable(catalog, table);
  const child = existingTable(catalog, name);
  if (child.partitionOf?.parent !== table) return refuse(`"${name}" is not a partition of "${table}"`);
  const cloned = parent.triggers.filter(({ level }) => level === 'row').map((trigger) => trigger.name);
  const detached = changeTable(catalog, name, (found) => ({
    ...allLocal(found),
    columns: found.columns.map((column) => ({ ...column, identity: undefined, local: true })),
    triggers: found.triggers.filter((trigger) => !cloned.includes(trigger.name)),
    partitionOf: undefined,
  }));
  return indexesOf(detached, name).reduce(
    (result, index) => ({
      ...result,
      indexes: result.indexes.set(`${index.schema}.${index.name}`, { ...index, attachedTo: undefined }),
    }),
    detached,
  );
}

function allLocal(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, local: true })),
    constraints: table.constraints.map((constraint) => ({ ...constraint, local: true })),
  };
}
