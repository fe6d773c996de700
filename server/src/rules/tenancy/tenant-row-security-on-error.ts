import { findTable, spokenList, spokenName } from '../../catalog';
import { insertionBefore } from '../fixes/insertions';
import { settingFor } from '../fixes/settings';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { rowChanges } from '../readings/actionKinds';
import { findingsByStatement } from '../readings/findingsByStatement';
import { couldBeNew } from '../readings/newTables';
import { blindedTables, isGuardedByRowSecurity, tablesNamedIn } from '../readings/rowSecurity';
import { someNode } from '../readings/treeSearch';

/** A data change that row-level security may cut short in silence, where it could be told to fail instead. */
export const tenantRowSecurityOnError: Rule = {
  id: 'tenant-row-security-on-error',
  category: 'rls',
  severity: 'off',
  summary:
    'A data change on a table with forced row-level security that does not set row_security = off to fail loudly',
  speaksOf: [...rowChanges, 'SelectStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

const changes: ReadonlySet<string> = new Set(rowChanges);

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { tree } = reviewed.statement;
  if (!isGuardedByRowSecurity(migration.policy) || isOff(reviewed) || tree === undefined) return undefined;
  if (!changes.has(Object.keys(tree)[0] ?? '') && !isWritingQuery(reviewed)) return undefined;
  const forced = tablesNamedIn(reviewed.statement, reviewed.before).filter(
    (name) =>
      findTable(reviewed.before, name)?.rowSecurity.forced === true && !couldBeNew(name, reviewed, migration),
  );
  // Where it certainly finds no row, rls-force-blinds-backfill says so.
  if (forced.length === 0 || blindedTables(reviewed, migration, forced).length > 0) return undefined;
  const setting = settingFor(reviewed, 'row_security', 'off');
  return {
    what: `Row-level security is forced on ${spokenList(forced.map(spokenName))}, and rows that it hides from the role that runs this are left out without a word.`,
    who: 'A role that has lost BYPASSRLS, or a policy that is stricter than it looks, leaves the rows of some tenants as they were, and the migration counts as done.',
    remedy: `Put ${setting} before it: the server then refuses a statement from which rows would be hidden.`,
    span: reviewed.statement.span,
    relations: forced,
    fixes: [
      {
        title: 'Let the server refuse it where rows would be hidden',
        preferred: false,
        edits: [insertionBefore(migration, reviewed.statement, `${setting};`)],
      },
    ],
  };
}

function isOff({ settings }: ReviewedStatement): boolean {
  return ['off', 'false', '0', 'no'].includes(settings.get('row_security')?.toLowerCase() ?? 'on');
}

function isWritingQuery({ statement: { tree } }: ReviewedStatement): boolean {
  return tree !== undefined && 'SelectStmt' in tree && someNode(tree, (_node, kind) => changes.has(kind));
}
