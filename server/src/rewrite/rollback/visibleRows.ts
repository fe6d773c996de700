import type { Node } from '@pgsql/types';
import {
  findTable,
  foreignKeysOf,
  resolveRelation,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { Undo } from './model';
import { alterTable } from './trees';

/**
 * A statement with forced row security taken off the tables that it reads or writes, and put back after it: the owner is
 * subject to it, and would silently see no row at all.
 */
export function seeingAllRows(
  statement: Undo,
  tables: readonly { readonly name: QualifiedName; readonly table: Table }[],
  { bypassesRls }: { readonly bypassesRls: boolean },
): readonly Undo[] {
  const hidden = tables.filter(({ table: { rowSecurity } }) => rowSecurity.enabled && rowSecurity.forced);
  if (bypassesRls || hidden.length === 0) return [statement];
  const alter = (subtype: 'AT_NoForceRowSecurity' | 'AT_ForceRowSecurity') =>
    hidden.map(({ name }): Undo => ({ tree: alterTable(name, { subtype }), isAboutRows: true }));
  return [...alter('AT_NoForceRowSecurity'), statement, ...alter('AT_ForceRowSecurity')];
}

/** The tables whose rows a foreign key is checked against in ADD CONSTRAINT or VALIDATE CONSTRAINT; none for others. */
export function checkedTables(
  tree: Node,
  catalog: Catalog,
): readonly { readonly name: QualifiedName; readonly table: Table }[] {
  const alter = nodeAs(tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  if (alter === undefined || written === undefined) return [];
  const name = resolveRelation(catalog, written);
  const table = findTable(catalog, name);
  const referenced = (alter.cmds ?? []).flatMap((node): readonly QualifiedName[] => {
    const command = nodeAs(node, 'AlterTableCmd');
    if (command?.subtype === 'AT_ValidateConstraint') {
      const keys = table === undefined ? [] : foreignKeysOf(table);
      return keys.filter((key) => key.name === command.name).map(({ references }) => references);
    }
    const added = nodeAs(command?.def, 'Constraint');
    const target = nameOfRangeVar(added?.pktable);
    return target === undefined || added?.skip_validation === true ? [] : [resolveRelation(catalog, target)];
  });
  if (referenced.length === 0) return [];
  return [...new Set([name, ...referenced])].flatMap((each) => {
    const found = findTable(catalog, each);
    return found === undefined ? [] : [{ name: each, table: found }];
  });
}
