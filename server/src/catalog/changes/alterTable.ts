import type { AlterTableCmd, AlterTableStmt, AlterTableType, Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import { changeTable } from '../edit';
import type { Catalog, Origin, QualifiedName, Table } from '../model';
import { findTable } from '../query/relations';
import { refuse } from '../refusal';
import type { Change } from './change';
import { alterColumnCommands } from './alterColumns';
import { alterConstraintCommands } from './alterConstraints';
import { alterPartitionCommands } from './alterPartitions';
import { alterOther } from './alterOther';
import { optionsOf, roleName, targetOf, withoutOptions } from './reading';

/** One action of an ALTER TABLE with all that it needs to know. */
export interface TableAction {
  readonly table: QualifiedName;
  readonly command: AlterTableCmd;
  /** `only` where the statement says ALTER TABLE ONLY. */
  readonly recursion: 'children' | 'only';
}

export type TableCommands = Readonly<
  Partial<Record<AlterTableType, (catalog: Catalog, action: TableAction, origin: Origin) => Catalog>>
>;

/** ALTER TABLE, and ALTER INDEX, VIEW, SEQUENCE and TYPE where the grammar gives them the same form. */
export const alterTable: Change<AlterTableStmt> = (catalog, statement, origin) => {
  if (statement.objtype === 'OBJECT_TYPE') return alterOther(catalog, statement, origin);
  const table = targetOf(catalog, statement.relation);
  if (findTable(catalog, table) === undefined) return alterOther(catalog, statement, origin);
  const recursion = statement.relation?.inh === true ? 'children' : 'only';
  return inPasses(statement.cmds ?? []).reduce((result, command) => {
    const change = command.subtype === undefined ? undefined : commands[command.subtype];
    return change === undefined ? result : change(result, { table, command, recursion }, origin);
  }, catalog);
};

/**
 * The server sorts the actions of one statement into passes: drops come first, then new types, columns, constraints,
 * so that a later action of the text may make room for an earlier one.
 */
export function inPasses(commandNodes: readonly Node[]): readonly AlterTableCmd[] {
  const found = commandNodes.flatMap((node) => nodeAs(node, 'AlterTableCmd') ?? []);
  return [...found].sort((left, right) => passOf(left) - passOf(right));
}

function passOf(command: AlterTableCmd): number {
  switch (command.subtype) {
    case 'AT_DropColumn':
    case 'AT_DropConstraint':
    case 'AT_DropNotNull':
    case 'AT_DropExpression':
      return 0;
    case 'AT_AlterColumnType':
      return 1;
    case 'AT_AddColumn':
      return 2;
    case 'AT_AddConstraint':
      return nodeAs(command.def, 'Constraint')?.contype === 'CONSTR_FOREIGN' ? 6 : 4;
    default:
      return 5;
  }
}

const commands: TableCommands = {
  ...alterColumnCommands,
  ...alterConstraintCommands,
  ...alterPartitionCommands,
  AT_ChangeOwner: (catalog, { table, command }) => {
    const owner = roleName(catalog, command.newowner);
    const sequences = catalog.sequences.map((sequence) =>
      sequence.ownedBy?.table === table ? { ...sequence, owner } : sequence,
    );
    return changeTable({ ...catalog, sequences }, table, (found) => ownedBy(found, owner));
  },
  AT_SetRelOptions: ofTable((table, command) => ({
    ...table,
    options: { ...table.options, ...optionsOf(definitionsIn(command)) },
  })),
  AT_ResetRelOptions: ofTable((table, command) => ({
    ...table,
    options: withoutOptions(table.options, definitionsIn(command)),
  })),
  AT_SetLogged: ofTable((table) => ({ ...table, persistence: 'permanent' })),
  AT_SetUnLogged: ofTable((table) => ({ ...table, persistence: 'unlogged' })),
  AT_SetAccessMethod: ofTable((table, command) => ({ ...table, accessMethod: command.name })),
  AT_SetTableSpace: ofTable((table, command) => ({ ...table, tablespace: command.name })),
  AT_EnableRowSecurity: rowSecurity({ enabled: true }),
  AT_DisableRowSecurity: rowSecurity({ enabled: false }),
  AT_ForceRowSecurity: rowSecurity({ forced: true }),
  AT_NoForceRowSecurity: rowSecurity({ forced: false }),
  AT_ReplicaIdentity: ofTable((table, command) => ({
    ...table,
    replicaIdentity: replicaIdentityOf(command),
  })),
  AT_EnableTrig: triggers('origin'),
  AT_EnableAlwaysTrig: triggers('always'),
  AT_EnableReplicaTrig: triggers('replica'),
  AT_DisableTrig: triggers('disabled'),
  AT_EnableTrigAll: triggers('origin'),
  AT_DisableTrigAll: triggers('disabled'),
  AT_EnableTrigUser: triggers('origin'),
  AT_DisableTrigUser: triggers('disabled'),
};

/** What the new owner had been granted merges into what an owner has, and does not come back with the next owner. */
function ownedBy(table: Table, owner: string | undefined): Table {
  const ofOthers = (grants: Table['grants']) => grants.filter(({ grantee }) => grantee !== owner);
  const columns = table.columns.map((column) => ({ ...column, grants: ofOthers(column.grants) }));
  return { ...table, owner, grants: ofOthers(table.grants), columns };
}

type Command = (catalog: Catalog, action: TableAction) => Catalog;

function ofTable(change: (table: Table, command: AlterTableCmd) => Table): Command {
  return (catalog, { table, command }) => changeTable(catalog, table, (found) => change(found, command));
}

function rowSecurity(flags: Partial<Table['rowSecurity']>): Command {
  return ofTable((table) => ({ ...table, rowSecurity: { ...table.rowSecurity, ...flags } }));
}

/** A command without a name is for all triggers. Triggers of a partitioned table take those of its partitions along. */
function triggers(enabled: Table['triggers'][number]['enabled']): Command {
  return ofTable((table, command) => {
    if (command.name !== undefined && !table.triggers.some(({ name }) => name === command.name)) {
      refuse(`trigger "${command.name}" for table "${table.name}" does not exist`);
    }
    return {
      ...table,
      triggers: table.triggers.map((trigger) =>
        command.name === undefined || trigger.name === command.name ? { ...trigger, enabled } : trigger,
      ),
    };
  });
}

function definitionsIn(command: AlterTableCmd): readonly Node[] {
  return nodeAs(command.def, 'List')?.items ?? [];
}

function replicaIdentityOf(command: AlterTableCmd): string {
  const statement = nodeAs(command.def, 'ReplicaIdentityStmt');
  switch (statement?.identity_type) {
    case 'f':
      return 'full';
    case 'n':
      return 'nothing';
    case 'i':
      return `index ${statement.name ?? ''}`;
    default:
      return 'default';
  }
}
