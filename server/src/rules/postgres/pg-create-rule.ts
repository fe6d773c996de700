import { resolveRelation, spokenName } from '../../catalog';
import { nameOfRangeVar, nodeAs, type NodeOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { locksOnExisting } from '../readings/existingRelations';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** A rewrite rule changes what the queries of running application code mean. */
export const pgCreateRule: Rule = {
  id: 'pg-create-rule',
  category: 'compatibility',
  severity: 'warning',
  summary: 'CREATE RULE on an existing relation, which makes the server rewrite the queries of running code',
  speaksOf: ['RuleStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const rule = nodeAs(statement.tree, 'RuleStmt');
  const written = nameOfRangeVar(rule?.relation);
  if (rule === undefined || written === undefined) return undefined;
  const relation = resolveRelation(before, written);
  const locks = locksOnExisting(reviewed, migration);
  if (locks.length === 0) return undefined;
  const event = events[rule.event ?? 'CMD_UNKNOWN'] ?? 'query';
  return {
    what: `CREATE RULE takes ${spokenLocks(locks)}, and from then on the server writes every ${event} on ${spokenName(relation)} ${rule.instead === true ? 'as something else' : 'with further statements'}.`,
    who: `Until the transaction ends ${whoWaits(locks)}; afterwards running application code gets other row counts and RETURNING results than it asked for, and expressions such as nextval() and random() may be evaluated more than once, for all tenants.`,
    remedy:
      'Use a trigger instead, INSTEAD OF for a view: it sees each row once, and the manual itself advises it for all but simple cases.',
    span: statement.span,
    relations: [relation],
  };
}

const events: Readonly<Partial<Record<NonNullable<NodeOf<'RuleStmt'>['event']>, string>>> = {
  CMD_SELECT: 'SELECT',
  CMD_INSERT: 'INSERT',
  CMD_UPDATE: 'UPDATE',
  CMD_DELETE: 'DELETE',
};
