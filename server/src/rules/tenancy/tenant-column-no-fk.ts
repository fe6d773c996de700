import {
  chooseConstraintName,
  findColumn,
  findTable,
  foreignKeysOf,
  nameOf,
  primaryKeyOf,
  quoted,
  quotedName,
  resolveRelation,
  spokenName,
  tablesOf,
  type Column,
  type Table,
} from '../../catalog';
import { canMarkLaterMigration, inSessionWithTimeout, laterMigration } from '../../rewrite';
import { nodeAs } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { makesTable } from '../readings/actionKinds';
import { alterActionsOf } from '../readings/alterActions';
import { keyMatch } from '../readings/comparableTypes';
import { definitionSpan, givenTenantColumns, type GivenTenantColumn } from '../readings/givenTenantColumns';
import { someLaterStatement } from '../readings/laterScripts';
import { isTenantTable, ownershipOf, tenantColumnOf, tenantRootOf } from '../readings/tenantOwnership';

/** A tenant column that may name a tenant that does not exist, where the project's other tables have a foreign key. */
export const tenantColumnNoFk: Rule = {
  id: 'tenant-column-no-fk',
  category: 'tenant-row',
  severity: 'info',
  summary: 'A new tenant column without a foreign key to the table of tenants, which other tables have',
  speaksOf: [...makesTable, 'AT_AddColumn', 'AT_AlterColumnType'],
  *check(migration) {
    for (const given of givenTenantColumns(migration)) {
      const finding = findingFor(given, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

/** The table of tenants with the key that tenant columns refer to. */
interface Root {
  readonly table: Table;
  readonly key: Column;
}

function findingFor(given: GivenTenantColumn, migration: ReviewedMigration): Finding | undefined {
  const { table, column, by, span } = given;
  const root = rootOf(migration);
  if (root === undefined || by === 'changed type' || table.kind === 'foreign') return undefined;
  if (keyMatch(column.type, root.key.type, migration.after) === 'refused') return undefined;
  if (isTied(table, column.name, migration) || isTiedLater(table, column.name, migration)) return undefined;
  if (!isCustom(root, table, migration)) return undefined;
  const [name, tenants] = [spokenName(nameOf(table)), spokenName(nameOf(root.table))];
  return {
    what: `No foreign key ties ${column.name} of ${name} to ${tenants}, as it does in other tables.`,
    who: `Rows may name a tenant that does not exist, and those of a tenant that is deleted stay behind: nobody sees them, and nobody cleans them up.`,
    remedy: `Reference ${tenants} (${root.key.name})${by === 'table' ? '' : ', with a key that is added NOT VALID and validated in a later migration'}.`,
    span,
    relations: [nameOf(table)],
    fixes: by === 'table' ? referenceHere(given, root, migration) : referenceLater(given, root, migration),
  };
}

function rootOf({ after, policy }: ReviewedMigration): Root | undefined {
  const table = tenantRootOf(after, policy.tenancy);
  const [name, ...others] = (table === undefined ? undefined : primaryKeyOf(table)?.columns) ?? [];
  const key = name === undefined || others.length > 0 ? undefined : findColumn(table, name);
  return table === undefined || key === undefined ? undefined : { table, key };
}

/** Also over another tenant table that has it: a composite key takes the tenant along. */
function isTied(table: Table, column: string, { after, policy }: ReviewedMigration): boolean {
  return foreignKeysOf(table).some(
    ({ columns, references }) =>
      columns.includes(column) &&
      ownershipOf(after, findTable(after, references), policy.tenancy) !== undefined,
  );
}

function isTiedLater(table: Table, column: string, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, 'REFERENCES', (statement) =>
    alterActionsOf(statement).some(({ command, relation }) => {
      const constraint = nodeAs(command.def, 'Constraint');
      if (constraint?.contype !== 'CONSTR_FOREIGN') return false;
      const isIts = resolveRelation(migration.after, relation) === nameOf(table);
      return isIts && (constraint.fk_attrs ?? []).some((node) => nodeAs(node, 'String')?.sval === column);
    }),
  );
}

/** Whether the project ties its tenants so: most of its other tenant tables do. */
function isCustom(root: Root, table: Table, { after, policy }: ReviewedMigration): boolean {
  const others = tablesOf(after).filter(
    (other) =>
      nameOf(other) !== nameOf(table) &&
      other.partitionOf === undefined &&
      other.persistence !== 'temporary' &&
      isTenantTable(other, policy.tenancy),
  );
  const tied = others.filter((other) => {
    const column = tenantColumnOf(other, policy.tenancy);
    return foreignKeysOf(other).some(
      ({ columns, references }) =>
        column !== undefined && columns.includes(column) && references === nameOf(root.table),
    );
  });
  return tied.length > 0 && tied.length * 2 >= others.length;
}

function referenceHere(given: GivenTenantColumn, root: Root, migration: ReviewedMigration): readonly Fix[] {
  const span = definitionSpan(given.reviewed, given.column.name);
  if (span === undefined) return [];
  const edits = [insertion(migration, span.end, ` ${references(root)}`)];
  return [{ title: `Reference ${spokenName(nameOf(root.table))}`, preferred: false, edits }];
}

/** Outside of a transaction each statement commits, so that the strong locks of the first are gone before the second. */
function referenceLater(
  { table, column }: GivenTenantColumn,
  root: Root,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (table.kind !== 'table' || !canMarkLaterMigration(migration)) return [];
  const parts = { table: table.name, columns: [column.name], label: 'fkey' };
  const constraint = quoted(chooseConstraintName(migration.after, table.schema, parts));
  const alter = `ALTER TABLE ${quotedName(nameOf(table))}`;
  const edits = laterMigration(migration, {
    title: `reference tenants ${table.name} ${column.name}`,
    up: inSessionWithTimeout(migration, [
      `${alter} ADD CONSTRAINT ${constraint} FOREIGN KEY (${quoted(column.name)}) ${references(root)} NOT VALID`,
      `${alter} VALIDATE CONSTRAINT ${constraint}`,
    ]),
    down: inSessionWithTimeout(migration, [`${alter} DROP CONSTRAINT ${constraint}`]),
    transaction: 'none',
  });
  const title = `Reference ${spokenName(nameOf(root.table))} in a later migration`;
  return edits === undefined ? [] : [{ title, preferred: false, edits }];
}

function references({ table, key }: Root): string {
  return `REFERENCES ${quotedName(nameOf(table))} (${quoted(key.name)})`;
}
