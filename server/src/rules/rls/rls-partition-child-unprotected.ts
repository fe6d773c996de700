import { findTable, nameOf, quotedName, spokenList, spokenName, type Table } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import { insertionAfter } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { newPartitionOf, type NewPartition } from '../readings/newPartitions';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** A partition has row-level security of its own: that of its parent holds only for queries through the parent. */
export const rlsPartitionChildUnprotected: Rule = {
  id: 'rls-partition-child-unprotected',
  category: 'rls',
  severity: 'error',
  summary: 'A partition of a protected table that the application may use directly, past the policies',
  speaksOf: ['AT_AttachPartition', 'CreateStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { policy, after } = migration;
  const added = newPartitionOf(reviewed);
  if (added === undefined || !isGuardedByRowSecurity(policy)) return undefined;
  const [parent, partition] = [findTable(after, added.parent), findTable(after, added.partition)];
  if (parent?.rowSecurity.enabled !== true || partition === undefined) return undefined;
  if (partition.rowSecurity.enabled || partition.uncertain !== undefined) return undefined;
  const access = directAccess(partition, migration);
  if (access === undefined) return undefined;
  const name = spokenName(added.partition);
  return {
    what: `${name} has no row-level security of its own; that of ${spokenName(added.parent)} holds only for queries through the parent.`,
    who: `${access.role} may ${spokenList(access.privileges)} ${name} directly, and so the rows of all tenants in it.`,
    remedy:
      'ENABLE ROW LEVEL SECURITY on the partition too, which changes nothing for queries through the parent, or revoke the rights on it.',
    span: reviewed.statement.span,
    relations: [added.partition, added.parent],
    fixes: [protection(added, migration)],
  };
}

/** What the application's role, or everybody, may do past the parent. */
function directAccess(
  partition: Table,
  { after, policy }: ReviewedMigration,
): { readonly role: string; readonly privileges: readonly string[] } | undefined {
  const access = tenancyOf(after, policy).table(nameOf(partition))?.appAccess;
  const role = access?.role ?? 'Everybody';
  const granted =
    access?.privileges ??
    partition.grants.flatMap(({ grantee, privilege }) => (grantee === 'public' ? [privilege] : []));
  const privileges = granted.filter((privilege) => rowPrivileges.has(privilege));
  return privileges.length === 0 ? undefined : { role, privileges };
}

/** What policies hold back. */
const rowPrivileges: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);

/** Without a policy of its own, the partition shows and takes nothing directly. */
function protection({ partition, reviewed }: NewPartition, migration: ReviewedMigration): Fix {
  return {
    title: `Enable row-level security on ${spokenName(partition)}`,
    preferred: false,
    edits: [
      insertionAfter(
        migration,
        reviewed.statement,
        `ALTER TABLE ${quotedName(partition)} ENABLE ROW LEVEL SECURITY;`,
      ),
    ],
  };
}
