import { tokensOf, type Statement } from '../../sql';
import { insertion, insertionAfter } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { resets, settingCommand } from '../readings/settingCommands';
import { statementsAfter } from '../readings/statementOrder';
import { findKeyword } from '../readings/tokens';
import { transactionCommand } from '../readings/transactionCommands';

/** A timeout that outlives the migration in a pooled session, or one that never comes into force. */
export const pgTimeoutSessionScoped: Rule = {
  id: 'pg-timeout-session-scoped',
  category: 'transaction',
  severity: 'info',
  summary:
    'A timeout set for the session, which outlives the migration, or SET LOCAL outside of a transaction, which does nothing',
  speaksOf: ['VariableSetStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

const timeouts: ReadonlySet<string> = new Set([
  'lock_timeout',
  'statement_timeout',
  'transaction_timeout',
  'idle_in_transaction_session_timeout',
]);

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const command = settingCommand(reviewed.statement);
  if (command?.value === undefined || !timeouts.has(command.name)) return undefined;
  if (command.scope === 'transaction') {
    return reviewed.inTransaction ? undefined : withoutEffect(command.name, reviewed, migration);
  }
  const isGivenBack = statementsAfter(reviewed, migration).some(({ statement }) =>
    resets(statement, command.name),
  );
  if (isGivenBack || isSetAgain(command.name, reviewed, migration)) return undefined;
  return outlives(command.name, reviewed, migration);
}

/** The last SET of a session's parameter is the one that stays. */
function isSetAgain(name: string, reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  return statementsAfter(reviewed, migration).some(({ statement }) => {
    const later = settingCommand(statement);
    return later?.name === name && later.scope === 'session';
  });
}

function withoutEffect(name: string, reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  return {
    what: `SET LOCAL ${name} does nothing but warn: no transaction is open here.`,
    who: 'What follows waits or runs without the limit that it seems to have, for all tenants.',
    remedy: `Say SET, and RESET ${name} at the end of the file.`,
    span: reviewed.statement.span,
    relations: [],
    severity: 'warning',
    fixes: forSession(name, reviewed, migration),
  };
}

function outlives(name: string, reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, inTransaction } = reviewed;
  return {
    what: `SET ${name} holds for the session, also after ${inTransaction ? 'the transaction' : 'this file'}.`,
    who: 'Migrations that run later on the connection, and behind a pool the application’s own queries, are cancelled by a limit that nobody gave them.',
    remedy: inTransaction
      ? `Say SET LOCAL, or RESET ${name} at the end of the file.`
      : `RESET ${name} at the end of the file.`,
    span: statement.span,
    relations: [],
    ...(inTransaction ? {} : { severity: 'hint' }),
    fixes: inTransaction ? forTransaction(reviewed, migration) : resetAtEnd(name, migration),
  };
}

/** Not where a statement after the transaction's end relies on it. */
function forTransaction(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const after = statementsAfter(reviewed, migration);
  const end = after.findIndex(({ statement }) => transactionCommand(statement) !== undefined);
  if (end >= 0 && end < after.length - 1)
    return resetAtEnd(settingCommand(reviewed.statement)?.name ?? '', migration);
  const tokens = tokensOf(reviewed.statement);
  const session = findKeyword(tokens.slice(1, 2), 'SESSION');
  const set = findKeyword(tokens, 'SET');
  if (set === undefined) return [];
  const edit =
    session === undefined
      ? insertion(migration, set.end, ' LOCAL')
      : { path: migration.script.path, span: session, newText: 'LOCAL' };
  return [{ title: 'Say SET LOCAL', preferred: true, edits: [edit] }];
}

function forSession(
  name: string,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const local = findKeyword(tokensOf(statement), 'LOCAL');
  if (local === undefined) return [];
  const { path, sql } = migration.script;
  const gap = /^\s*/.exec(sql.slice(local.end))?.[0].length ?? 0;
  const edits = [
    { path, span: { start: local.start, end: local.end + gap }, newText: '' },
    ...resetEdits(name, migration),
  ];
  return [{ title: `Say SET, and RESET ${name} at the end`, preferred: true, edits }];
}

function resetAtEnd(name: string, migration: ReviewedMigration): readonly Fix[] {
  const edits = resetEdits(name, migration);
  return [{ title: `RESET ${name} at the end`, preferred: true, edits }];
}

function resetEdits(name: string, migration: ReviewedMigration) {
  const last: Statement | undefined = migration.statements.at(-1)?.statement;
  return last === undefined ? [] : [insertionAfter(migration, last, `RESET ${name};`)];
}
