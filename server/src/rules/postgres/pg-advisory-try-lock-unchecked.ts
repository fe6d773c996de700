import type { Node } from '@pgsql/types';
import { nodeAs, offsetInFile, stringsOf, tokensOf, type NodeOf, type Span } from '../../sql';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';

/** A lock that is tried for, with nobody asking whether it was got: the migration goes on without it. */
export const pgAdvisoryTryLockUnchecked: Rule = {
  id: 'pg-advisory-try-lock-unchecked',
  category: 'transaction',
  severity: 'warning',
  summary: 'pg_try_advisory_lock() whose result nothing tests, so that two migrations run at once',
  speaksOf: ['SelectStmt'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const call of discardedTries(reviewed)) yield findingFor(call, reviewed, migration);
    }
  },
};

type Call = NodeOf<'FuncCall'>;

/** Calls that are a whole output column of a query whose rows go nowhere. */
function discardedTries({ statement }: ReviewedStatement): readonly Call[] {
  const select = nodeAs(statement.tree, 'SelectStmt');
  if (select === undefined || select.intoClause !== undefined) return [];
  return (select.targetList ?? []).flatMap((target) => {
    const call = callOf(nodeAs(target, 'ResTarget')?.val);
    const name = stringsOf(call?.funcname).at(-1);
    return call !== undefined && name !== undefined && blocking.has(name) ? call : [];
  });
}

/** Each function that answers at once whether it got the lock, and the one that waits for it. */
const blocking: ReadonlyMap<string, string> = new Map([
  ['pg_try_advisory_lock', 'pg_advisory_lock'],
  ['pg_try_advisory_lock_shared', 'pg_advisory_lock_shared'],
  ['pg_try_advisory_xact_lock', 'pg_advisory_xact_lock'],
  ['pg_try_advisory_xact_lock_shared', 'pg_advisory_xact_lock_shared'],
]);

/** A cast of the answer is no test of it. */
function callOf(expression: Node | undefined): Call | undefined {
  const cast = nodeAs(expression, 'TypeCast');
  return cast === undefined ? nodeAs(expression, 'FuncCall') : callOf(cast.arg);
}

function findingFor(call: Call, reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const tried = stringsOf(call.funcname).at(-1) ?? '';
  const waiting = blocking.get(tried) ?? '';
  const name = spanOfName(call, reviewed);
  return {
    what: `${tried}() answers false where another session holds the lock, and nothing here looks at the answer.`,
    who: 'The migration then runs beside the other one that it was to be kept apart from, on the same tenant database.',
    remedy: `Call ${waiting}(), which waits, and bound the wait with a lock_timeout; or test the answer in a DO block and RAISE EXCEPTION.`,
    span: name,
    relations: [],
    fixes: waitInstead(waiting, name, migration),
  };
}

function waitInstead(waiting: string, name: Span, { script }: ReviewedMigration): readonly Fix[] {
  const edits = [{ path: script.path, span: name, newText: waiting }];
  return [{ title: `Wait for the lock with ${waiting}()`, preferred: false, edits }];
}

/** The last part of the function's name, which may have a schema before it. */
function spanOfName(call: Call, { statement }: ReviewedStatement): Span {
  const start = offsetInFile(statement, call.location);
  const tokens = tokensOf(statement).filter((token) => token.start >= start);
  const open = tokens.findIndex((token) => token.text === '(');
  return tokens[open - 1] ?? { start, end: start };
}
