import { nameOf, quotedName, spokenList, spokenName } from '../../catalog';
import { nodeAs, type Statement } from '../../sql';
import { insertionAfter } from '../fixes/insertions';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { ownershipGainedBy, spokenApplication } from '../readings/applicationAccess';
import { findingsByStatement } from '../readings/findingsByStatement';

/** A table with row-level security that the application comes to own: policies do not hold owners unless they are forced. */
export const rlsOwnerToAppRole: Rule = {
  id: 'rls-owner-to-app-role',
  category: 'rls',
  severity: 'error',
  summary: 'OWNER TO the application’s role, which passes the policies of its own tables',
  speaksOf: ['AT_ChangeOwner', 'ReassignOwnedStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!changesOwner(reviewed.statement)) return undefined;
  const names = ownershipGainedBy(reviewed, migration).map(nameOf);
  if (names.length === 0) return undefined;
  const [tables, role] = [spokenList(names.map(spokenName)), spokenApplication(migration.policy)];
  return {
    what: `${role} comes to own ${tables}, and row-level security that is not forced does not hold the owner.`,
    who: `Every query of ${role} reads and writes the rows of all tenants from the commit on.`,
    remedy: 'Leave the table with a role that the application is no member of, or FORCE ROW LEVEL SECURITY.',
    span: reviewed.statement.span,
    relations: names,
    fixes: [
      {
        title: `Force row-level security on ${tables}`,
        preferred: false,
        edits: [
          insertionAfter(
            migration,
            reviewed.statement,
            names.map((name) => `ALTER TABLE ${quotedName(name)} FORCE ROW LEVEL SECURITY;`).join('\n'),
          ),
        ],
      },
    ],
  };
}

function changesOwner({ tree }: Statement): boolean {
  if (nodeAs(tree, 'ReassignOwnedStmt') !== undefined) return true;
  return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).some(
    (node) => nodeAs(node, 'AlterTableCmd')?.subtype === 'AT_ChangeOwner',
  );
}
