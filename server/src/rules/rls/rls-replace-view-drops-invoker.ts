import { nameOf, spokenList, spokenName } from '../../catalog';
import { withSecurityInvoker } from '../fixes/securityInvoker';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isInvokers, ownersViewOf } from '../readings/viewsOverProtected';

/** CREATE OR REPLACE VIEW takes the options of its own text only: what it does not repeat is gone. */
export const rlsReplaceViewDropsInvoker: Rule = {
  id: 'rls-replace-view-drops-invoker',
  category: 'rls',
  severity: 'error',
  summary: 'CREATE OR REPLACE VIEW without the security_invoker that the view had',
  speaksOf: ['ViewStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const found = ownersViewOf(reviewed, migration);
  if (found?.old === undefined || !isInvokers(found.old) || found.tables.length === 0) return undefined;
  const { name, old, tables, open } = found;
  const isOpen = open.length > 0;
  return {
    what: `${spokenName(name)} had security_invoker, and this CREATE OR REPLACE does not repeat it: the policies of ${spokenList(tables.map((table) => spokenName(nameOf(table))))} are asked for the view's owner from now on.`,
    who: isOpen
      ? `The owner passes the policies of ${spokenList(open.map((table) => spokenName(nameOf(table))))}, so whoever may read the view reads the rows of all tenants.`
      : "The policies are no longer those of the role that reads: its rows vanish, or come from another role's policies.",
    remedy: 'Repeat WITH (security_invoker = true).',
    span: reviewed.statement.span,
    relations: [name],
    severity: isOpen ? 'error' : 'warning',
    related: [{ origin: old.origin, message: `${old.name} has security_invoker here.` }],
    fixes: withSecurityInvoker(reviewed.statement, migration),
  };
}
