import { quoted, spokenName } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { isKeyword } from '../readings/tokens';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** Without TO a policy is for PUBLIC: for every role that there is, and every one that will be. */
export const rlsPolicyToPublic: Rule = {
  id: 'rls-policy-to-public',
  category: 'rls',
  severity: 'off',
  summary: 'A policy for PUBLIC on a tenant table, although the policy names the application’s role',
  speaksOf: writesPolicy,
  *check(migration) {
    const { appRole } = migration.policy.tenancy;
    if (appRole === undefined) return;
    for (const written of writtenPolicies(migration)) {
      const { reading, tenancy } = written;
      const isOpen = reading.policy.permissive && reading.policy.roles.includes('public');
      if (isOpen && tenancy.standing.side === 'tenant') yield findingFor(written, appRole, migration);
    }
  },
};

function findingFor(written: WrittenPolicy, appRole: string, migration: ReviewedMigration): Finding {
  const { name, reading, reviewed } = written;
  return {
    what: `${reading.policy.name} on ${spokenName(name)} is for PUBLIC, and so for roles that have nothing to do with tenants.`,
    who: 'A role that gets rights on the table later sees whatever rows the setting of its session names.',
    remedy: `Say whom it is for: TO ${quoted(appRole)}.`,
    span: reviewed.statement.span,
    relations: [name],
    fixes: forRole(written, appRole, migration),
  };
}

function forRole(
  { reviewed: { statement } }: WrittenPolicy,
  appRole: string,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (nodeAs(statement.tree, 'CreatePolicyStmt') === undefined) return [];
  const tokens = tokensOf(statement);
  const expression = tokens.find((token) => ['USING', 'WITH'].some((each) => isKeyword(token, each)));
  if (expression === undefined || tokens.some((token) => isKeyword(token, 'TO'))) return [];
  return [
    {
      title: `Make it a policy for ${appRole}`,
      preferred: false,
      edits: [insertion(migration, expression.start, `TO ${quoted(appRole)} `)],
    },
  ];
}
