import { nodeAs } from '../../sql';
import { changeConstraint, existingTable } from '../edit';
import type { Catalog, Constraint, Origin, QualifiedName } from '../model';
import { findConstraint } from '../query/constraints';
import { childrenOf } from '../query/partitions';
import { nameOf } from '../query/relations';
import { refuse } from '../refusal';
import { removeObjects } from '../removal/remove';
import type { TableAction, TableCommands } from './alterTable';
import { addConstraint } from './constraints';

/** The actions of ALTER TABLE on constraints. */
export const alterConstraintCommands: TableCommands = {
  AT_AddConstraint: (catalog, { table, command, recursion }, origin) => {
    const node = nodeAs(command.def, 'Constraint');
    if (node === undefined) return catalog;
    return addConstraint(catalog, table, { node, column: undefined, rows: 'possible', recursion }, origin);
  },
  AT_ValidateConstraint: (catalog, { table, command }, origin) =>
    validate(catalog, table, command.name ?? '', origin),
  AT_DropConstraint: (catalog, action) => dropConstraint(catalog, action.table, action),
  AT_AlterConstraint: alterConstraint,
};

/** The constraint of a table, or the refusal that the server would give. */
export function existingConstraint(catalog: Catalog, table: QualifiedName, name: string): Constraint {
  return (
    findConstraint(existingTable(catalog, table), name) ??
    refuse(`constraint "${name}" of relation "${table}" does not exist`)
  );
}

function validate(catalog: Catalog, table: QualifiedName, name: string, origin: Origin): Catalog {
  const constraint = existingConstraint(catalog, table, name);
  if (!constraint.enforced) return refuse(`cannot validate NOT ENFORCED constraint "${name}"`);
  if (constraint.validated) return catalog;
  const validated = changeConstraint(catalog, table, name, (found) => ({
    ...found,
    validated: true,
    origin,
  }));
  return childrenOf(catalog, table).reduce((result, child) => {
    const inherited = counterpart(child.constraints, constraint);
    return inherited === undefined ? result : validate(result, nameOf(child), inherited.name, origin);
  }, validated);
}

function dropConstraint(catalog: Catalog, table: QualifiedName, action: TableAction): Catalog {
  const { command } = action;
  const name = command.name ?? '';
  const found = existingTable(catalog, table);
  const constraint = findConstraint(found, name);
  if (constraint === undefined) {
    if (command.missing_ok === true) return catalog;
    return refuse(`constraint "${name}" of relation "${table}" does not exist`);
  }
  const isInherited = !constraint.local && childrenOf(catalog, table).length === 0;
  if (isInherited && table === action.table) {
    return refuse(`cannot drop inherited constraint "${name}" of relation "${table}"`);
  }
  const behavior = command.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
  const dropped = removeObjects(catalog, [{ kind: 'constraint', relation: table, name }], behavior);
  const unmarked =
    constraint.kind === 'not null' ? unmarkNotNull(dropped, table, constraint.columns[0]) : dropped;
  return childrenOf(catalog, table).reduce((result, child) => {
    const inherited = counterpart(child.constraints, constraint);
    if (
      inherited === undefined ||
      findConstraint(existingTable(result, nameOf(child)), inherited.name) === undefined
    ) {
      return result;
    }
    if (inherited.local || action.recursion === 'only') {
      return changeConstraint(result, nameOf(child), inherited.name, (other) => ({ ...other, local: true }));
    }
    const childAction = { ...action, command: { ...command, name: inherited.name } };
    return dropConstraint(result, nameOf(child), childAction);
  }, unmarked);
}

function unmarkNotNull(catalog: Catalog, table: QualifiedName, column: string): Catalog {
  const found = existingTable(catalog, table);
  const columns = found.columns.map((other) =>
    other.name === column ? { ...other, notNull: false } : other,
  );
  return { ...catalog, relations: catalog.relations.set(table, { ...found, columns }) };
}

/** The constraint of a child that came from a parent's; keys and foreign keys may bear another name there. */
function counterpart(constraints: readonly Constraint[], parent: Constraint): Constraint | undefined {
  const sameKind = constraints.filter((constraint) => constraint.kind === parent.kind);
  if (parent.kind === 'check') return sameKind.find((constraint) => constraint.name === parent.name);
  return sameKind.find(
    (constraint) =>
      constraint.columns.join() === parent.columns.join() &&
      (parent.kind === 'not null' || !constraint.local) &&
      (constraint.kind !== 'foreign key' ||
        parent.kind !== 'foreign key' ||
        constraint.references === parent.references),
  );
}

function alterConstraint(catalog: Catalog, { table, command }: TableAction, origin: Origin): Catalog {
  const change = nodeAs(command.def, 'ATAlterConstraint');
  const name = change?.conname ?? '';
  const constraint = existingConstraint(catalog, table, name);
  if (constraint.kind !== 'foreign key' && change?.alterDeferrability === true) {
    return refuse(`constraint "${name}" of relation "${table}" is not a foreign key constraint`);
  }
  const apply = (result: Catalog, owner: QualifiedName, constraintName: string): Catalog => {
    const changed = changeConstraint(result, owner, constraintName, (found) => ({
      ...found,
      ...(change?.alterDeferrability === true
        ? { deferrable: change.deferrable ?? false, initiallyDeferred: change.initdeferred ?? false }
        : {}),
      ...(change?.alterEnforceability === true
        ? { enforced: change.is_enforced ?? false, validated: change.is_enforced ?? false }
        : {}),
      origin,
    }));
    return childrenOf(changed, owner).reduce((all, child) => {
      const own = counterpart(child.constraints, constraint);
      return own === undefined ? all : apply(all, nameOf(child), own.name);
    }, changed);
  };
  return apply(catalog, table, name);
}
