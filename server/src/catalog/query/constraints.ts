import type { Catalog, Constraint, QualifiedName, Table } from '../model';
import { filing } from '../filing';
import { isTable } from './relations';

export type ForeignKey = Extract<Constraint, { kind: 'foreign key' }>;
export type KeyConstraint = Extract<Constraint, { kind: 'primary key' | 'unique' }>;

/** Whether any table of a schema has a constraint of that name. */
export function isConstraintName(catalog: Catalog, schema: string, name: string): boolean {
  return catalog.relations.filedUnder(filing.constraint(schema, name)).length > 0;
}

export function findConstraint(table: Table, name: string): Constraint | undefined {
  return table.constraints.find((constraint) => constraint.name === name);
}

export function primaryKeyOf(table: Table): KeyConstraint | undefined {
  return keysOf(table).find((constraint) => constraint.kind === 'primary key');
}

/** Primary key and unique constraints. */
export function keysOf(table: Table): readonly KeyConstraint[] {
  return table.constraints.filter(
    (constraint): constraint is KeyConstraint =>
      constraint.kind === 'primary key' || constraint.kind === 'unique',
  );
}

export function foreignKeysOf(table: Table): readonly ForeignKey[] {
  return table.constraints.filter((constraint) => constraint.kind === 'foreign key');
}

/** Every foreign key that points to a table, with the table that has it; a table's reference to itself included. */
export function referencingForeignKeys(
  catalog: Catalog,
  table: QualifiedName,
): readonly { readonly table: Table; readonly constraint: ForeignKey }[] {
  const referencingTables = catalog.relations.filedUnder(filing.references(table)).filter(isTable);
  return referencingTables.flatMap((referencing) =>
    foreignKeysOf(referencing)
      .filter((constraint) => constraint.references === table)
      .map((constraint) => ({ table: referencing, constraint })),
  );
}
