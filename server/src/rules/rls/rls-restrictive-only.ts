import { spokenName } from '../../catalog';
import { nodeAs, tokensOf } from '../../sql';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { isOpenedLater, spokenLockOut } from '../readings/lockedOut';
import { isForApplication, openCommands } from '../readings/policyCoverage';
import { isKeyword } from '../readings/tokens';
import { firstOfEachTable, type WrittenPolicy } from '../readings/writtenPolicies';

/** A restrictive policy takes away from what permissive ones let through, and lets nothing through itself. */
export const rlsRestrictiveOnly: Rule = {
  id: 'rls-restrictive-only',
  category: 'rls',
  severity: 'warning',
  summary: 'A restrictive policy on a table without a permissive one, which denies all rows',
  speaksOf: writesPolicy,
  check: (migration) =>
    firstOfEachTable(migration, isHazard).map((written) => findingFor(written, migration)),
};

function isHazard({ name, reading, tenancy }: WrittenPolicy, migration: ReviewedMigration): boolean {
  const { after, policy } = migration;
  return (
    !reading.policy.permissive &&
    tenancy.table.rowSecurity.enabled &&
    isForApplication(reading, after, policy) &&
    openCommands(tenancy, after, policy).size === 0 &&
    !isOpenedLater(name, migration)
  );
}

function findingFor(written: WrittenPolicy, migration: ReviewedMigration): Finding {
  const { name, reading, reviewed } = written;
  return {
    what: `${reading.policy.name} is restrictive, and no permissive policy on ${spokenName(name)} lets the application’s role through in the first place.`,
    who: `${spokenLockOut(name, migration)}.`,
    remedy: 'Add a permissive policy for the role, or leave AS RESTRICTIVE out.',
    span: reviewed.statement.span,
    relations: [name],
    fixes: asPermissive(written, migration),
  };
}

function asPermissive(
  { reviewed: { statement } }: WrittenPolicy,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (nodeAs(statement.tree, 'CreatePolicyStmt') === undefined) return [];
  const keyword = tokensOf(statement).find((token) => isKeyword(token, 'RESTRICTIVE'));
  if (keyword === undefined) return [];
  return [
    {
      title: 'Make it permissive',
      preferred: false,
      edits: [{ path: migration.script.path, span: keyword, newText: 'PERMISSIVE' }],
    },
  ];
}
