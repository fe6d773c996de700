import { resolveRoutine, spokenName, type Catalog, type Routine } from '../../catalog';
import { bodyOf, nameOfParts, nodeAs, queriesIn, sqlOf, type Circumstance, type Statement } from '../../sql';
import { canLeaveTransaction, leaveTransaction, standsAlone } from '../fixes/concurrentIndex';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isSentAsOneQuery } from '../readings/oneQuery';
import { transactionCommand } from '../readings/transactionCommands';

/**
 * COMMIT and ROLLBACK in a DO block or procedure end a transaction only where nothing is around it: no transaction of the
 * runner or the file, no block with EXCEPTION, no settings or rights of the routine's own (SQLSTATE 2D000).
 */
export const pgCommitInBlock: Rule = {
  id: 'pg-commit-in-block',
  category: 'transaction',
  severity: 'error',
  summary:
    'COMMIT or ROLLBACK in a DO block or procedure, where the server does not let it end a transaction',
  speaksOf: ['CallStmt', 'CreateFunctionStmt', 'DoStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  return (
    endInBlock(reviewed, migration) ??
    endInCalledProcedure(reviewed, migration) ??
    endInRoutine(reviewed, migration)
  );
}

function endInBlock(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, within } = reviewed;
  const command = transactionCommand(statement);
  if (within === undefined || command === undefined) return undefined;
  const reason = reasonAround(within.circumstances) ?? reasonOutside(reviewed, migration);
  return reason === undefined
    ? undefined
    : finding(`${spoken(command)} in a DO block fails`, reason, reviewed, migration);
}

function endInCalledProcedure(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { statement, before, within } = reviewed;
  const name = nameOfParts(nodeAs(statement.tree, 'CallStmt')?.funccall?.funcname);
  if (name === undefined) return undefined;
  const [procedure, ...overloaded] = before.routines.get(resolveRoutine(before, name)) ?? [];
  if (procedure === undefined || overloaded.length > 0) return undefined;
  const command = commandIn(procedure, migration);
  if (command === undefined) return undefined;
  const reason = reasonAround(within?.circumstances ?? []) ?? reasonOutside(reviewed, migration);
  if (reason === undefined) return undefined;
  const what = `${spoken(command)} in the procedure ${spokenName(`${procedure.schema}.${procedure.name}`)}, which is called here, fails`;
  return {
    ...finding(what, reason, reviewed, migration),
    related: [{ origin: procedure.origin, message: `${procedure.name} is defined here.` }],
  };
}

/** A routine in which COMMIT fails whoever calls it. */
function endInRoutine(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, after } = reviewed;
  const create = nodeAs(statement.tree, 'CreateFunctionStmt');
  const command = create === undefined ? undefined : commandOf(statement);
  if (command === undefined) return undefined;
  const routine = madeBy(statement, after);
  const reason = reasonOfRoutine(routine, create?.is_procedure === true);
  if (reason === undefined) return undefined;
  const kind = create?.is_procedure === true ? 'procedure' : 'function';
  return {
    what: `${spoken(command)} in this ${kind} fails with each call (SQLSTATE 2D000): ${reason}.`,
    who: 'Whoever calls it gets an error, and what it has done by then is undone.',
    remedy:
      'Make it a procedure without SECURITY DEFINER and SET, called outside of a transaction, or leave the transaction to its caller.',
    span: statement.span,
    relations: [],
    severity: 'warning',
    fixes: [],
    ...(migration.direction === 'down' ? { severity: 'info' as const } : {}),
  };
}

function finding(
  what: string,
  reason: Reason,
  { statement, within }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  return {
    what: `${what} (SQLSTATE 2D000): ${reason.why}.`,
    who: 'The migration stops here, on the first tenant database and on every other, and what it has done so far is undone.',
    remedy: reason.remedy,
    span: statement.span,
    relations: [],
    ...(reason.severity === undefined ? {} : { severity: reason.severity }),
    fixes: reason.kind === 'transaction' ? outsideFixes(within?.block ?? statement, migration) : [],
  };
}

interface Reason {
  readonly kind: 'transaction' | 'code';
  readonly why: string;
  readonly remedy: string;
  readonly severity?: 'warning';
}

/** What in the code itself stands in the way. A handler runs after its block has been undone, and may commit. */
function reasonAround(circumstances: readonly Circumstance[]): Reason | undefined {
  if (!circumstances.some(({ kind }) => kind === 'protected')) return undefined;
  return {
    kind: 'code',
    why: 'it stands in a block with EXCEPTION, which is a transaction within the transaction',
    remedy: 'Close the block with EXCEPTION before it.',
  };
}

function reasonOutside(reviewed: ReviewedStatement, migration: ReviewedMigration): Reason | undefined {
  const outermost = outermostOf(reviewed, migration);
  if (outermost?.inTransaction === true) {
    return {
      kind: 'transaction',
      why: `${migration.transaction === 'none' ? 'this file has opened a transaction' : 'the runner opens a transaction'} around it, which only ${migration.transaction === 'none' ? 'the file' : 'the runner'} may end`,
      remedy: 'Run it outside of a transaction, in a migration of its own, as batches that commit need.',
    };
  }
  if (!isSentAsOneQuery(migration)) return undefined;
  return {
    kind: 'transaction',
    why: 'where the runner sends this file as one query string, the server makes one transaction block of its statements',
    remedy:
      'Give it a file of its own; if your runner sends statement by statement, as psql does, say transaction: none for this folder in the policy.',
    severity: 'warning',
  };
}

/** The statement of the script that runs it: a DO block is in a transaction of its own, which it may end. */
function outermostOf(
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): ReviewedStatement | undefined {
  const { within } = reviewed;
  if (within === undefined) return reviewed;
  return statements.find((other) => other.within === undefined && other.statement === within.block);
}

function reasonOfRoutine(routine: Routine | undefined, isProcedure: boolean): string | undefined {
  if (!isProcedure) return 'a function runs inside the statement that calls it';
  if (routine?.securityDefiner === true) return 'it is SECURITY DEFINER';
  const settings = Object.keys(routine?.settings ?? {});
  return settings.length === 0 ? undefined : `it has SET ${settings.join(', ')}, which a COMMIT would end`;
}

function madeBy(statement: Statement, after: Catalog): Routine | undefined {
  const name = nameOfParts(nodeAs(statement.tree, 'CreateFunctionStmt')?.funcname);
  return name === undefined ? undefined : after.routines.get(resolveRoutine(after, name))?.at(-1);
}

function commandIn(
  { definition, body }: Routine,
  migration: ReviewedMigration,
): 'commit' | 'rollback' | undefined {
  // Reading a body costs a parse, and most do not even hold the word.
  if (definition === undefined || body === undefined || !/\b(?:commit|rollback)\b/i.test(body))
    return undefined;
  const [statement] = migration.parse(sqlOf({ CreateFunctionStmt: definition })).statements;
  return statement === undefined ? undefined : commandOf(statement);
}

function commandOf(routine: Statement): 'commit' | 'rollback' | undefined {
  if (!/\b(?:commit|rollback)\b/i.test(routine.text)) return undefined;
  const body = bodyOf(routine);
  if (body?.language !== 'plpgsql') return undefined;
  return queriesIn(body.steps)
    .map(transactionCommand)
    .find((command) => command === 'commit' || command === 'rollback');
}

function spoken(command: string): string {
  return command.toUpperCase();
}

function outsideFixes(statement: Statement, migration: ReviewedMigration): readonly Fix[] {
  const reviewed = migration.statements.find((other) => other.statement === statement);
  if (reviewed === undefined || !canLeaveTransaction(migration) || !standsAlone(migration, reviewed))
    return [];
  const edits = leaveTransaction(migration);
  return edits.length === 0 ? [] : [{ title: 'Keep this file out of a transaction', preferred: true, edits }];
}
