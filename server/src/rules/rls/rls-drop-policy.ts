import { spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { spokenApplication } from '../readings/applicationAccess';
import { droppedPolicies, lossOf, type DroppedPolicy, type PolicyLoss } from '../readings/droppedPolicies';
import { spokenCommands, spokenDeeds } from '../readings/policyCoverage';

/** Dropping the last permissive policy denies the rows to the application; dropping a restrictive one may open them. */
export const rlsDropPolicy: Rule = {
  id: 'rls-drop-policy',
  category: 'rls',
  severity: 'warning',
  summary:
    'DROP POLICY without another one in its place, which denies the application rows or opens them to it',
  speaksOf: ['DropStmt'],
  *check(migration) {
    for (const dropped of droppedPolicies(migration)) {
      const { policy, name, reviewed } = dropped;
      const loss = lossOf(policy, name, reviewed.before, migration.after, migration);
      if (loss !== undefined) yield findingFor(dropped, loss, migration);
    }
  },
};

function findingFor(
  { name, policy, reviewed }: DroppedPolicy,
  { kind, commands }: PolicyLoss,
  migration: ReviewedMigration,
): Finding {
  const table = spokenName(name);
  const application = spokenApplication(migration.policy);
  const isOpened = kind === 'opened';
  return {
    what: isOpened
      ? `${policy.name} was the restrictive policy that tied ${table} to the tenant for ${spokenCommands(commands)}; those that stay let other rows through.`
      : `${policy.name} was the last permissive policy on ${table} for ${spokenCommands(commands)}.`,
    who: isOpened
      ? `${application} ${spokenDeeds(commands)} the rows of all tenants from the commit on.`
      : `${application} gets at no row any more, for any tenant: reads come back empty, and INSERT is refused.`,
    remedy: 'Create what takes its place in the same transaction, or change it with ALTER POLICY.',
    span: reviewed.statement.span,
    relations: [name],
    ...(isOpened ? { severity: 'error' } : {}),
  };
}
