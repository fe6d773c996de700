import { findTable, nameOf, spokenList, spokenName, type Table } from '../../catalog';
import { isShared } from '../../tenancy';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { applicationRoles, spokenApplication } from '../readings/applicationAccess';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** A policy believes what another table says of who may see what: whoever may write that table decides. */
export const rlsPolicyRefsUnprotectedTable: Rule = {
  id: 'rls-policy-refs-unprotected-table',
  category: 'rls',
  severity: 'warning',
  summary:
    'A policy that looks up who may see rows in a table that the application may write without policies',
  speaksOf: writesPolicy,
  *check(migration) {
    const believers = new Map<Table, WrittenPolicy[]>();
    for (const written of writtenPolicies(migration)) {
      for (const table of believedTables(written, migration)) {
        const others = believers.get(table);
        if (others === undefined) believers.set(table, [written]);
        else others.push(written);
      }
    }
    for (const [table, [first, ...others]] of believers) {
      if (first !== undefined) yield findingFor(first, others, table, migration);
    }
  },
};

function believedTables(
  { reading, tenancy }: WrittenPolicy,
  { after, policy }: ReviewedMigration,
): readonly Table[] {
  if (!tenancy.table.rowSecurity.enabled) return [];
  const read = [reading.using, reading.check].flatMap((expression) => expression?.relations ?? []);
  return [...new Set(read)]
    .flatMap((name) => {
      const table = findTable(after, name);
      const isSettled =
        table === undefined ||
        table === tenancy.table ||
        table.rowSecurity.enabled ||
        table.uncertain !== undefined ||
        isShared(table, policy.tenancy);
      return isSettled ? [] : [table];
    })
    .filter((table) => writesTo(table, { after, policy }).length > 0);
}

/** Only what makes a row say something new. */
function writesTo(
  { grants }: Table,
  { after, policy }: Pick<ReviewedMigration, 'after' | 'policy'>,
): readonly string[] {
  const roles = applicationRoles(after, policy);
  return ['INSERT', 'UPDATE'].filter((privilege) =>
    grants.some((grant) => grant.privilege === privilege && roles.has(grant.grantee)),
  );
}

/** One forged row opens them all, so the policies of a migration that believe one table are one finding. */
function findingFor(
  first: WrittenPolicy,
  others: readonly WrittenPolicy[],
  table: Table,
  migration: ReviewedMigration,
): Finding {
  const [believed, application] = [spokenName(nameOf(table)), spokenApplication(migration.policy)];
  const tables = [...new Set([first, ...others].map(({ name }) => name))];
  const name = first.reading.policy.name;
  const policies =
    others.length === 0
      ? `${name} believes`
      : `${name} and ${others.length} more ${others.length === 1 ? 'policy' : 'policies'} of this migration believe`;
  return {
    what: `${policies} what ${believed} says, where row-level security is off and ${application} has ${spokenList(writesTo(table, migration))}.`,
    who: `Whoever can make a connection of ${application} run its SQL writes itself into ${believed} and reaches the rows of ${spokenList(tables.map(spokenName))} of any tenant.`,
    remedy: `Enable row-level security on ${believed} with policies for what the application may write there, or REVOKE the right.`,
    span: first.reviewed.statement.span,
    relations: [...tables, nameOf(table)],
  };
}
