import { nameOf, spokenList, spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { policiesLostBy, type LostPolicy } from '../readings/policiesLost';

/** Policies depend on the functions, tables, columns and roles that they name, and go with them. */
export const rlsDropCascadeDropsPolicy: Rule = {
  id: 'rls-drop-cascade-drops-policy',
  category: 'rls',
  severity: 'warning',
  summary: 'DROP … CASCADE or DROP OWNED that takes policies along',
  speaksOf: ['AlterTableStmt', 'DropOwnedStmt', 'DropStmt'],
  *check(migration) {
    if (migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      const lost = policiesLostBy(reviewed, migration);
      if (lost.length > 0) yield findingFor(lost, reviewed, migration);
    }
  },
};

function findingFor(
  lost: readonly LostPolicy[],
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const tables = [...new Set(lost.map(({ table }) => nameOf(table)))];
  const names = spokenList(
    lost.map(({ table, policy }) => `policy ${policy.name} of ${spokenName(nameOf(table))}`),
  );
  const opens = lost.some(({ policy }) => !policy.permissive);
  return {
    what: `This also drops ${names}, which it does not name.`,
    who: opens
      ? 'What a restrictive policy held back is open to every tenant from the commit on.'
      : `Rows that no other policy shows are gone from the sight of all tenants, in ${spokenList(tables.map(spokenName))}, without an error.`,
    remedy:
      'ALTER POLICY to what takes over before the drop, or create the policy again in this transaction; then leave CASCADE out.',
    span: statement.span,
    relations: tables,
    severity: opens ? 'error' : 'warning',
    related: lost.flatMap(({ policy }) =>
      policy.origin.path === migration.script.path
        ? []
        : [{ origin: policy.origin, message: `${policy.name} is made here.` }],
    ),
  };
}
