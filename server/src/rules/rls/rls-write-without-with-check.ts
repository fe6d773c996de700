import { spokenName } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import { removal } from '../fixes/insertions';
import { withTenantCondition } from '../fixes/policyExpression';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import { checkExpressions, isOfTenantsThemselves, type OpeningExpression } from '../readings/openPolicies';
import { isKeyword } from '../readings/tokens';

/** What WITH CHECK lets through is written, whatever USING says: each of the two stands for itself. */
export const rlsWriteWithoutWithCheck: Rule = {
  id: 'rls-write-without-with-check',
  category: 'rls',
  severity: 'error',
  summary: 'A policy whose WITH CHECK lets a tenant write rows for another one',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const opening of checkExpressions(migration)) {
      if (isHazard(opening)) yield findingFor(opening, migration);
    }
  },
};

/** Who signs up adds the first row of a tenant before anything could tie it to one. */
function isHazard({ written: { reading, tenancy }, reach }: OpeningExpression): boolean {
  if (reach === undefined) return false;
  // rls-using-true and rls-not-tenant-expression have said so of a policy that is as open for reading.
  if (reading.policy.command !== 'insert' && reading.using?.confines !== true) return false;
  return !(isOfTenantsThemselves(tenancy) && reading.policy.command === 'insert');
}

function findingFor(opening: OpeningExpression, migration: ReviewedMigration): Finding {
  const { written, span, commands, reach } = opening;
  const { name, reading } = written;
  const table = spokenName(name);
  const adds = commands.includes('insert');
  return {
    what: `The WITH CHECK of ${reading.policy.name} ${reach === 'all rows' ? 'is always true' : 'asks nothing about the tenant'}, so new rows of ${table} may belong to any of them.`,
    who: `${spokenApplication(migration.policy)}, on behalf of one tenant, ${adds ? 'adds rows to another one’s' : 'gives its rows to another one'}.`,
    remedy:
      reading.using?.confines === true
        ? 'Leave WITH CHECK out: the server then checks new rows by USING.'
        : 'Compare the new row with the tenant who asks.',
    span,
    relations: [name],
    // Most UPDATEs have to satisfy the policies for SELECT too, with the new row as well.
    ...(adds ? {} : { severity: 'warning' }),
    fixes:
      reading.using?.confines === true
        ? withoutCheck(opening, migration)
        : withTenantCondition(written, span, migration),
  };
}

/** ALTER POLICY cannot take the expression away. */
function withoutCheck(opening: OpeningExpression, migration: ReviewedMigration): readonly Fix[] {
  const { written, span } = opening;
  const { statement } = written.reviewed;
  const keyword = tokensOf(statement).findLast(
    (token) => token.end <= span.start && isKeyword(token, 'WITH'),
  );
  if (keyword === undefined || nodeAs(statement.tree, 'CreatePolicyStmt') === undefined) {
    return withTenantCondition(written, span, migration);
  }
  return [
    {
      title: 'Check new rows by USING, as the server does without WITH CHECK',
      preferred: false,
      edits: [removal(migration, { start: keyword.start, end: span.end })],
    },
  ];
}
