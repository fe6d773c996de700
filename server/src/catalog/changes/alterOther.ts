import type { AlterTableCmd, AlterTableStmt } from '@pgsql/types';
import { nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import { withRelation, withSequence, withType } from '../edit';
import type { Catalog, Index, Origin, QualifiedName, Sequence, View } from '../model';
import { findView } from '../query/relations';
import { columnTypeOf, resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { columnOf } from './columns';
import { attachIndex } from './indexes';
import { optionsOf, roleName, targetOf, withoutOptions } from './reading';

/** ALTER VIEW, INDEX, SEQUENCE and TYPE in the forms that they share with ALTER TABLE. */
export const alterOther: Change<AlterTableStmt> = (catalog, statement, origin) => {
  const commands = (statement.cmds ?? []).flatMap((node) => nodeAs(node, 'AlterTableCmd') ?? []);
  if (statement.objtype === 'OBJECT_TYPE') {
    const type = resolveUserType(
      catalog,
      nameOfRangeVar(statement.relation) ?? { schema: undefined, name: '' },
    );
    return commands.reduce((result, command) => alterComposite(result, type, command, origin), catalog);
  }
  const name = targetOf(catalog, statement.relation);
  const view = findView(catalog, name);
  if (view !== undefined)
    return commands.reduce((result, command) => alterView(result, name, command), catalog);
  const index = catalog.indexes.get(name);
  if (index !== undefined)
    return commands.reduce((result, command) => alterIndex(result, name, command), catalog);
  const sequence = catalog.sequences.get(name);
  if (sequence !== undefined)
    return commands.reduce((result, command) => alterSequenceRelation(result, name, command), catalog);
  return statement.missing_ok === true ? catalog : refuse(`relation "${name}" is not known to the history`);
};

function alterView(catalog: Catalog, name: QualifiedName, command: AlterTableCmd): Catalog {
  const view = findView(catalog, name);
  return view === undefined ? catalog : withRelation(catalog, changedView(catalog, view, command));
}

function changedView(catalog: Catalog, view: View, command: AlterTableCmd): View {
  switch (command.subtype) {
    case 'AT_SetRelOptions':
      return { ...view, options: { ...view.options, ...listed(command) } };
    case 'AT_ResetRelOptions':
      return { ...view, options: withoutOptions(view.options, nodeAs(command.def, 'List')?.items) };
    case 'AT_ChangeOwner':
      return { ...view, owner: roleName(catalog, command.newowner) };
    case 'AT_ColumnDefault':
      return {
        ...view,
        columns: view.columns.map((column) =>
          column.name === command.name ? { ...column, default: command.def } : column,
        ),
      };
    default:
      return view;
  }
}

function alterIndex(catalog: Catalog, name: QualifiedName, command: AlterTableCmd): Catalog {
  const index = catalog.indexes.get(name);
  if (index === undefined) return catalog;
  if (command.subtype === 'AT_AttachPartition') {
    return attachIndex(catalog, name, targetOf(catalog, nodeAs(command.def, 'PartitionCmd')?.name));
  }
  return { ...catalog, indexes: catalog.indexes.set(name, changedIndex(index, command)) };
}

function changedIndex(index: Index, command: AlterTableCmd): Index {
  switch (command.subtype) {
    case 'AT_SetRelOptions':
      return { ...index, options: { ...index.options, ...listed(command) } };
    case 'AT_ResetRelOptions':
      return { ...index, options: withoutOptions(index.options, nodeAs(command.def, 'List')?.items) };
    case 'AT_SetTableSpace':
      return { ...index, tablespace: command.name };
    default:
      return index;
  }
}

function alterSequenceRelation(catalog: Catalog, name: QualifiedName, command: AlterTableCmd): Catalog {
  const sequence: Sequence | undefined = catalog.sequences.get(name);
  if (sequence === undefined || command.subtype !== 'AT_ChangeOwner') return catalog;
  return withSequence(catalog, { ...sequence, owner: roleName(catalog, command.newowner) });
}

function alterComposite(
  catalog: Catalog,
  name: QualifiedName,
  command: AlterTableCmd,
  origin: Origin,
): Catalog {
  const type = catalog.types.get(name);
  if (type?.kind !== 'composite') return refuse(`type "${name}" is not known to the history`);
  const definition = nodeAs(command.def, 'ColumnDef');
  switch (command.subtype) {
    case 'AT_AddColumn':
      if (definition === undefined) return catalog;
      return withType(catalog, {
        ...type,
        attributes: [...type.attributes, columnOf(catalog, definition, origin)],
      });
    case 'AT_DropColumn':
      return withType(catalog, {
        ...type,
        attributes: type.attributes.filter((one) => one.name !== command.name),
      });
    case 'AT_AlterColumnType':
      return withType(catalog, {
        ...type,
        attributes: type.attributes.map((one) =>
          one.name === command.name
            ? {
                ...one,
                type: columnTypeOf(catalog, definition?.typeName),
                collation: stringsOf(definition?.collClause?.collname).at(-1),
              }
            : one,
        ),
      });
    default:
      return catalog;
  }
}

function listed(command: AlterTableCmd): Readonly<Record<string, string>> {
  return optionsOf(nodeAs(command.def, 'List')?.items);
}
