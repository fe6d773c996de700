import {
  findColumn,
  nameOf,
  primaryKeyOf,
  spokenName,
  spokenType,
  tablesOf,
  type Column,
  type Table,
} from '../../catalog';
import { stringsOf } from '../../sql';
import { giveColumnType } from '../fixes/columnType';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { declaresConstraint, makesTable } from '../readings/actionKinds';
import { keyMatch, type KeyMatch } from '../readings/comparableTypes';
import { declaredConstraints } from '../readings/declaredConstraints';
import { givenTenantColumns, type GivenTenantColumn } from '../readings/givenTenantColumns';
import { isTenantTable, tenantColumnOf, tenantRootOf } from '../readings/tenantOwnership';

/** A tenant column of another type than the tenants' key: the same tenant has two spellings, or does not fit. */
export const tenantColumnTypeMismatch: Rule = {
  id: 'tenant-column-type-mismatch',
  category: 'tenant-row',
  severity: 'warning',
  summary: "A tenant column of another type than the tenants' key, or than in the other tables",
  speaksOf: [...makesTable, ...declaresConstraint, 'AT_AlterColumnType'],
  *check(migration) {
    for (const given of givenTenantColumns(migration)) {
      const finding = findingFor(given, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

type Mismatch = Exclude<KeyMatch, 'fits' | 'unknown'>;

function findingFor(given: GivenTenantColumn, migration: ReviewedMigration): Finding | undefined {
  const { table, column, reviewed, span } = given;
  const model = modelColumn(given, migration);
  if (model === undefined || isDeclaredForeignKey(given)) return undefined;
  const match = keyMatch(column.type, model.column.type, migration.after);
  if (match === 'fits' || match === 'unknown') return undefined;
  const type = spokenType(model.column.type);
  return {
    what: `${column.name} of ${spokenName(nameOf(table))} is ${spokenType(column.type)}, and ${spokenName(nameOf(model.table))}.${model.column.name} is ${type}.`,
    who: consequences[match],
    remedy: `Make ${column.name} ${type}, as everywhere else.`,
    span,
    relations: [nameOf(table)],
    ...(match === 'converted' ? { severity: 'info' as const } : {}),
    fixes:
      given.by === 'changed type' ? [] : giveColumnType(column.name, model.column.type, reviewed, migration),
    related: [{ origin: model.column.origin, message: `${model.column.name} was made here.` }],
  };
}

const consequences: Readonly<Record<Mismatch, string>> = {
  refused:
    "The two cannot be compared without a cast: no foreign key can keep the tenant right, joins and policies miss the index, and one tenant's id spelled in two ways is two tenants, whose rows it does not find.",
  narrower:
    'Tenants whose id is too large for it cannot have a row, which shows with the newest tenants first.',
  converted: 'Each comparison converts the value, so that joins and policies may miss the index.',
};

/** What the column should be like: the key of the tenants, or else the column of that name in the first other table. */
function modelColumn(
  { table, column }: GivenTenantColumn,
  { after, policy }: ReviewedMigration,
): { readonly table: Table; readonly column: Column } | undefined {
  const root = tenantRootOf(after, policy.tenancy);
  const [key, ...others] = (root === undefined ? undefined : primaryKeyOf(root)?.columns) ?? [];
  const keyColumn = key === undefined || others.length > 0 ? undefined : findColumn(root, key);
  if (root !== undefined) return keyColumn && { table: root, column: keyColumn };
  for (const other of tablesOf(after)) {
    const sibling = findColumn(other, tenantColumnOf(other, policy.tenancy) ?? '');
    if (nameOf(other) === nameOf(table) || !isTenantTable(other, policy.tenancy)) continue;
    if (sibling?.name === column.name && other.uncertain === undefined) {
      return { table: other, column: sibling };
    }
  }
  return undefined;
}

/** What a foreign key makes of its types is a finding of its own. */
function isDeclaredForeignKey({ reviewed, column }: GivenTenantColumn): boolean {
  return declaredConstraints(reviewed.statement).some(
    (declared) =>
      declared.constraint.contype === 'CONSTR_FOREIGN' &&
      (declared.column === column.name || stringsOf(declared.constraint.fk_attrs).includes(column.name)),
  );
}
