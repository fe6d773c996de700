import { quotedName, resolveRelation, spokenName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import { insertionAfter } from '../fixes/insertions';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { someLaterStatement } from '../readings/laterScripts';
import { firstOfEachTable, writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** Policies are kept, and asked only where row-level security is enabled. */
export const rlsPolicyNoRls: Rule = {
  id: 'rls-policy-no-rls',
  category: 'rls',
  severity: 'warning',
  summary: 'A policy on a table without row-level security, which nobody asks',
  speaksOf: writesPolicy,
  check: (migration) =>
    firstOfEachTable(migration, isHazard).map((written) => findingFor(written, migration)),
};

function isHazard({ name, tenancy, reviewed }: WrittenPolicy, migration: ReviewedMigration): boolean {
  const { rowSecurity } = tenancy.table;
  // Of a table that it has been taken from, rls-disable speaks.
  const wasEnabled = migration.before.relations.get(name);
  if (
    rowSecurity.enabled ||
    (wasEnabled !== undefined && 'rowSecurity' in wasEnabled && wasEnabled.rowSecurity.enabled)
  ) {
    return false;
  }
  // Of new tables that need it, rls-table-not-enabled speaks.
  const isRequired = migration.policy.tenancy.rls === 'required' && tenancy.standing.side === 'tenant';
  if (reviewed.createdHere.has(name) && isRequired && tenancy.standing.because.by !== 'being a tenant')
    return false;
  return !isEnabledLater(name, migration);
}

function isEnabledLater(name: string, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, 'row level security', ({ tree }) => {
    const statement = nodeAs(tree, 'AlterTableStmt');
    const table = nameOfRangeVar(statement?.relation);
    const enables = statement?.cmds?.some(
      (command) => nodeAs(command, 'AlterTableCmd')?.subtype === 'AT_EnableRowSecurity',
    );
    return enables === true && table !== undefined && resolveRelation(migration.after, table) === name;
  });
}

function findingFor(
  { name, tenancy, reading, reviewed }: WrittenPolicy,
  migration: ReviewedMigration,
): Finding {
  const table = spokenName(name);
  const isOfTenants = tenancy.standing.side === 'tenant';
  return {
    what: `Row-level security is off on ${table}, so the server keeps the policy ${reading.policy.name} and never asks it.`,
    who: `Whoever may read ${table}, as far as it was granted to ${spokenApplication(migration.policy)}, reads ${isOfTenants ? 'the rows of all tenants' : 'all rows'}.`,
    remedy: 'ENABLE ROW LEVEL SECURITY after the policies are there.',
    span: reviewed.statement.span,
    relations: [name],
    ...(isOfTenants ? {} : { severity: 'info' }),
    fixes: [
      {
        title: `Enable row-level security on ${table}`,
        preferred: false,
        edits: [
          insertionAfter(
            migration,
            lastPolicyOn(name, migration) ?? reviewed.statement,
            `ALTER TABLE ${quotedName(name)} ENABLE ROW LEVEL SECURITY;`,
          ),
        ],
      },
    ],
  };
}

function lastPolicyOn(name: string, migration: ReviewedMigration) {
  return writtenPolicies(migration).findLast((written) => written.name === name)?.reviewed.statement;
}
