import { nameOf, spokenList, spokenName, type Table } from '../../catalog';
import { nodeAs } from '../../sql';
import { insertionBefore } from '../fixes/insertions';
import { rowSecurityRecipe } from '../fixes/rowSecurityRecipe';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { accessGainedBy, spokenApplication, type GainedAccess } from '../readings/applicationAccess';
import { newTablesOf } from '../readings/newTables';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** Rights on tenants' rows where row-level security is off, for good or until a later statement that others can see before. */
export const rlsGrantOnUnprotected: Rule = {
  id: 'rls-grant-on-unprotected',
  category: 'rls',
  severity: 'error',
  summary: 'A GRANT to the application on a tenant table whose row-level security is off',
  speaksOf: ['GrantStmt'],
  *check(migration) {
    const { policy, direction, statements } = migration;
    if (!isGuardedByRowSecurity(policy) || policy.tenancy.rls !== 'required' || direction === 'down') return;
    for (const reviewed of statements) {
      if (nodeAs(reviewed.statement.tree, 'GrantStmt')?.is_grant !== true) continue;
      for (const access of accessGainedBy(reviewed, migration)) {
        if (isOpen(access, reviewed, migration)) yield findingFor(access, reviewed, migration);
      }
    }
  },
};

/** What policies would hold back. */
const rowPrivileges: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

function isOpen(
  { table, privileges }: GainedAccess,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  if (!privileges.some((each) => rowPrivileges.has(each)) || isSettledElsewhere(table, migration))
    return false;
  if (!table.rowSecurity.enabled) return true;
  const granted = reviewed.after.relations.get(nameOf(table));
  const isProtectedLater = granted !== undefined && 'rowSecurity' in granted && !granted.rowSecurity.enabled;
  return isProtectedLater && !reviewed.inTransaction;
}

/** Rules about new tables, partitions and foreign tables speak of those; the root table often has to be read by all. */
function isSettledElsewhere(table: Table, migration: ReviewedMigration): boolean {
  const { partitionOf, kind, uncertain, name, schema } = table;
  if (partitionOf !== undefined || kind === 'foreign' || uncertain !== undefined) return true;
  const root = migration.policy.tenancy.tenantTable;
  if (root === name || root === `${schema}.${name}`) return true;
  const isNew = newTablesOf(migration).some((made) => made.name === nameOf(table));
  return isNew && !table.rowSecurity.enabled;
}

function findingFor(
  { table, privileges }: GainedAccess,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const [name, application] = [spokenName(nameOf(table)), spokenApplication(migration.policy)];
  const given = spokenList(privileges.filter((each) => rowPrivileges.has(each)));
  const isForGood = !table.rowSecurity.enabled;
  return {
    what: isForGood
      ? `${application} gets ${given} on ${name}, whose row-level security is off.`
      : `${application} gets ${given} on ${name} before row-level security is on, and no transaction hides that from others.`,
    who: isForGood
      ? `Every query of ${application} on ${name} has the rows of all tenants before it.`
      : `Until then every query of ${application} on ${name} has the rows of all tenants before it, and for good where the migration stops in between.`,
    remedy: isForGood
      ? 'ENABLE ROW LEVEL SECURITY and create its policy before the GRANT, in this migration.'
      : 'Put the GRANT behind ENABLE ROW LEVEL SECURITY.',
    span: reviewed.statement.span,
    relations: [nameOf(table)],
    fixes: isForGood ? recipeBefore(table, reviewed, migration) : [],
  };
}

function recipeBefore(
  table: Table,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const recipe = rowSecurityRecipe(table, migration);
  if (recipe === undefined) return [];
  return [
    {
      title: `Enable row-level security on ${spokenName(nameOf(table))} with a policy like that of the other tables`,
      preferred: false,
      edits: [insertionBefore(migration, statement, recipe)],
    },
  ];
}
