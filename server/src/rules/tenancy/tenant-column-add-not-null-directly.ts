import type { ExplainedAction } from '../../behaviour';
import {
  findColumn,
  findTable,
  foreignKeysOf,
  nameOf,
  quoted,
  quotedName,
  spokenName,
  type Table,
} from '../../catalog';
import { columnConstraints, withoutConstraints } from '../fixes/columnDefinition';
import { fillLater } from '../fixes/fillLater';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import type { AddedColumn } from '../readings/addedColumns';
import { findingsByAction } from '../readings/findingsByAction';
import { requiredTenantColumn } from '../readings/tenantColumns';
import { ownershipOf } from '../readings/tenantOwnership';

/** The tenant column of a table that has rows, which must have a value at once that nobody has given them. */
export const tenantColumnAddNotNullDirectly: Rule = {
  id: 'tenant-column-add-not-null-directly',
  category: 'tenant-row',
  severity: 'error',
  summary: 'ADD COLUMN of the tenant column as NOT NULL to a table in use, whose rows have no tenant yet',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const added = requiredTenantColumn(explained, reviewed, migration);
  if (added === undefined) return undefined;
  const table = spokenName(added.relation);
  const source = tenantSource(added, reviewed, migration);
  return {
    what: `${added.name} must have a value, and no row of ${table} has a tenant yet: the server refuses it (SQLSTATE 23502) as soon as there is one.`,
    who: `The migration stops at the first database with a row in ${table}; where there is none, application code that does not know ${added.name} cannot insert any more.`,
    remedy: `Add ${added.name} without NOT NULL, let the application write it, fill the rows tenant by tenant${source === undefined ? '' : ` from ${spokenName(source.parent)}`}, make it NOT NULL in a later migration, and only then let policies and keys rely on it.`,
    span: explained.action.span,
    relations: [added.relation],
    fixes: inSteps(added, source, reviewed, migration),
  };
}

/** Where the tenant of each row stands: in the row that a foreign key which is never null points to. */
interface TenantSource {
  readonly parent: string;
  /** An expression of the table's own row. */
  readonly sql: string;
}

function tenantSource(
  { relation }: AddedColumn,
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): TenantSource | undefined {
  const table = findTable(before, relation);
  for (const { columns, references, referencedColumns } of table === undefined ? [] : foreignKeysOf(table)) {
    const parent = findTable(before, references);
    const ownership = ownershipOf(before, parent, policy.tenancy);
    if (table === undefined || parent === undefined || nameOf(parent) === relation) continue;
    if (!columns.every((column) => findColumn(table, column)?.notNull === true)) continue;
    if (isHidden(parent, policy.runner.bypassesRls)) continue;
    const own = columns.map((column) => `${quoted(table.name)}.${quoted(column)}`);
    if (ownership?.by === 'being a tenant' && referencedColumns[0] === ownership.column) {
      return { parent: references, sql: own[0] ?? '' };
    }
    if (ownership?.by !== 'column' || findColumn(parent, ownership.column)?.notNull !== true) continue;
    const matches = referencedColumns.map((column, place) => `owner.${quoted(column)} = ${own[place] ?? ''}`);
    return {
      parent: references,
      sql: `(SELECT owner.${quoted(ownership.column)} FROM ${quotedName(references)} AS owner WHERE ${matches.join(' AND ')})`,
    };
  }
  return undefined;
}

/** Forced row-level security hides the rows from the table's owner too, and the column would stay empty. */
function isHidden({ rowSecurity }: Table, bypassesRls: boolean): boolean {
  return rowSecurity.enabled && rowSecurity.forced && !bypassesRls;
}

function inSteps(
  added: AddedColumn,
  source: TenantSource | undefined,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const here = withoutConstraints(migration, columnConstraints(statement, added.name, 'CONSTR_NOTNULL'));
  if (here.length === 0) return [];
  const later =
    source === undefined
      ? undefined
      : fillLater(migration, {
          table: added.relation,
          column: added.name,
          value: source.sql,
          required: true,
        });
  if (source === undefined || later === undefined) {
    return [{ title: 'Add the column without NOT NULL', preferred: false, edits: here }];
  }
  return [
    {
      title: `Fill ${added.name} from ${spokenName(source.parent)} in a later migration, and make it NOT NULL there`,
      preferred: false,
      edits: [...here, ...later],
    },
  ];
}
