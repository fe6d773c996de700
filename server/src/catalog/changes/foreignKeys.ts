import type { Constraint as ConstraintNode } from '@pgsql/types';
import { stringsOf } from '../../sql';
import { existingColumn, existingTable, withConstraint } from '../edit';
import type { Catalog, Origin, QualifiedName, ReferentialAction } from '../model';
import { chooseConstraintName } from '../objectNames';
import { findConstraint, primaryKeyOf, type ForeignKey } from '../query/constraints';
import { partitionsOf } from '../query/partitions';
import { findColumn, findTable, nameOf } from '../query/relations';
import { refuse } from '../refusal';
import { commonOf, freeConstraintName, type Declaration } from './declaration';
import { targetOf } from './reading';

/** Adds a foreign key, also to the partitions. A referenced table that the history does not know is taken as written. */
export function addForeignKey(
  catalog: Catalog,
  name: QualifiedName,
  declaration: Declaration,
  origin: Origin,
): Catalog {
  const table = existingTable(catalog, name);
  const { node } = declaration;
  const columns = declaration.column === undefined ? stringsOf(node.fk_attrs) : [declaration.column];
  for (const column of columns) existingColumn(table, column);
  const references = targetOf(catalog, node.pktable);
  const constraintName =
    node.conname === undefined
      ? chooseConstraintName(catalog, table.schema, { table: table.name, columns, label: 'fkey' })
      : freeConstraintName(table, node.conname);
  const constraint: ForeignKey = {
    ...commonOf(declaration, constraintName, columns, origin),
    kind: 'foreign key',
    references,
    referencedColumns: referencedColumns(catalog, references, node),
    match: node.fk_matchtype === 'f' ? 'full' : 'simple',
    onUpdate: actionOf(node.fk_upd_action),
    onDelete: actionOf(node.fk_del_action),
    onDeleteColumns: stringsOf(node.fk_del_set_cols),
  };
  const added = withConstraint(catalog, name, constraint);
  return partitionsOf(added, name).reduce(
    (result, partition) => cloneForeignKey(result, nameOf(partition), constraint),
    added,
  );
}

/** Gives a partition its part of a foreign key of the parent. */
export function cloneForeignKey(catalog: Catalog, name: QualifiedName, constraint: ForeignKey): Catalog {
  const table = existingTable(catalog, name);
  const same = table.constraints.find(
    (candidate) =>
      candidate.kind === 'foreign key' &&
      candidate.local &&
      candidate.references === constraint.references &&
      candidate.columns.join() === constraint.columns.join() &&
      candidate.referencedColumns.join() === constraint.referencedColumns.join(),
  );
  const constraintName =
    same?.name ??
    (findConstraint(table, constraint.name) === undefined
      ? constraint.name
      : chooseConstraintName(catalog, table.schema, {
          table: table.name,
          columns: constraint.columns,
          label: 'fkey',
        }));
  const own = { ...constraint, name: constraintName, local: false };
  const added = withConstraint(catalog, name, own);
  return partitionsOf(added, name).reduce(
    (result, partition) => cloneForeignKey(result, nameOf(partition), own),
    added,
  );
}

function referencedColumns(
  catalog: Catalog,
  references: QualifiedName,
  node: ConstraintNode,
): readonly string[] {
  const referenced = findTable(catalog, references);
  const written = stringsOf(node.pk_attrs);
  if (written.length === 0) {
    const key = referenced === undefined ? undefined : primaryKeyOf(referenced);
    if (referenced !== undefined && key === undefined) {
      return refuse(`there is no primary key for referenced table "${references}"`);
    }
    return key?.columns ?? [];
  }
  const missing = written.find(
    (column) => referenced !== undefined && findColumn(referenced, column) === undefined,
  );
  if (missing !== undefined) return refuse(`column "${missing}" of "${references}" does not exist`);
  return written;
}

function actionOf(code: string | undefined): ReferentialAction {
  switch (code) {
    case 'r':
      return 'restrict';
    case 'c':
      return 'cascade';
    case 'n':
      return 'set null';
    case 'd':
      return 'set default';
    default:
      return 'no action';
  }
}
