import { DatabaseError, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { nodeAs, type SqlFile, type Statement } from '../../sql';
import type { TransactionMode } from '../../project';

/** A script ready to run: its text cut into statements, and how the runner wraps it. */
export interface RunnableScript {
  readonly path: string;
  readonly file: SqlFile;
  readonly transaction: TransactionMode;
}

/** What is told around each statement; instruments hang here, so that running and observing stay apart. */
export interface StatementListener {
  beforeStatement?(statement: Statement, inTransaction: boolean): Promise<void>;
  afterStatement?(statement: Statement, timing: StatementTiming, inTransaction: boolean): Promise<void>;
  /** Before the commit of a runner that wraps the file; not called where the file commits itself. */
  beforeCommit?(): Promise<void>;
}

export interface StatementTiming {
  /** On the clock of `performance.now()`, in milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Rows that the command says it touched; 0 for commands that say nothing. */
  readonly rowCount: number;
}

export interface ScriptRun {
  /** Sum of the statements' own times, in milliseconds. */
  readonly ms: number;
  /** When the last transaction ended, on the clock of `performance.now()`. */
  readonly endedAt: number;
  readonly failure: StatementFailure | undefined;
}

export interface StatementFailure {
  /** Zero-based; null where the commit itself failed. */
  readonly statement: number | null;
  /** SQLSTATE where the server refused. */
  readonly code: string | undefined;
  readonly message: string;
  readonly relation: string | undefined;
}

/** Leaves out a statement that must not run twice on one server, such as CREATE ROLE. */
export type StatementFilter = (statement: Statement) => Promise<'run' | 'leave out'>;

/**
 * Runs a script as its runner would: one transaction around the file, or each statement on its own. Stops at the first
 * failure, after which the transaction is rolled back.
 */
export async function executeScript(
  client: Client,
  script: RunnableScript,
  listener: StatementListener = {},
  filter: StatementFilter = () => Promise.resolve('run'),
): Promise<ScriptRun> {
  const obstacle = findObstacle(script);
  if (obstacle !== undefined) return { ms: 0, endedAt: performance.now(), failure: obstacle };
  const wrapped = script.transaction === 'per-file';
  let inTransaction = wrapped;
  let ms = 0;
  let current: Statement | undefined;
  try {
    if (wrapped) await client.query('begin');
    for (const statement of script.file.statements) {
      current = statement;
      if ((await filter(statement)) === 'leave out') continue;
      await listener.beforeStatement?.(statement, inTransaction);
      const startedAt = performance.now();
      const rowCount = await runStatement(client, script.file, statement);
      const endedAt = performance.now();
      ms += endedAt - startedAt;
      inTransaction = wrapped || transactionStateAfter(statement, inTransaction);
      await listener.afterStatement?.(statement, { startedAt, endedAt, rowCount }, inTransaction);
    }
    current = undefined;
    if (wrapped) {
      await listener.beforeCommit?.();
      await client.query('commit');
    }
    return { ms, endedAt: performance.now(), failure: undefined };
  } catch (error) {
    const failure = describeFailure(error, current);
    await client.query('rollback').catch(() => undefined);
    return { ms, endedAt: performance.now(), failure };
  }
}

/** Turns what a query threw into a failure at a statement. */
export function describeFailure(error: unknown, statement: Statement | undefined): StatementFailure {
  const index = statement?.index ?? null;
  if (!(error instanceof DatabaseError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { statement: index, code: undefined, message, relation: undefined };
  }
  const detail = error.detail === undefined ? '' : ` (${error.detail})`;
  const relation = error.table === undefined ? undefined : `${error.schema ?? 'public'}.${error.table}`;
  return { statement: index, code: error.code, message: `${error.message}${detail}`, relation };
}

async function runStatement(client: Client, file: SqlFile, statement: Statement): Promise<number> {
  const text = file.source.slice(statement.span);
  if (nodeAs(statement.tree, 'CopyStmt')?.is_from === true) {
    const data = file.copyData.find((span) => span.start >= statement.span.end);
    if (data !== undefined) return copyRows(client, text, file.source.slice(data));
  }
  const result = await client.query(text);
  return result.rowCount ?? 0;
}

/** The rows between COPY … FROM stdin and its terminator. */
async function copyRows(client: Client, text: string, data: string): Promise<number> {
  const rows = data.replace(/^\\\.\r?$/m, '');
  const stream = client.query(copyFrom(text));
  await pipeline(Readable.from([rows]), stream);
  return stream.rowCount;
}

/** What only psql or the framework could resolve, so that running the rest would be another migration. */
function findObstacle(script: RunnableScript): StatementFailure | undefined {
  const { file } = script;
  const command = file.metaCommands
    .map((span) => file.source.slice(span))
    .find((text) => !harmlessCommand.test(text));
  if (command !== undefined) {
    return obstacle(null, `The psql command "${command}" cannot be run here; write it as SQL.`);
  }
  for (const statement of file.statements) {
    const written = file.source.slice(statement.span);
    const placeholder = statement.text === written ? null : /\$\{[^}\n]*\}|:['"]?\w+['"]?/.exec(written);
    if (placeholder !== null) {
      return obstacle(
        statement.index,
        `The placeholder ${placeholder[0]} has no value here; the rehearsal runs the file as it stands.`,
      );
    }
  }
  return undefined;
}

/** psql commands that change what is printed, not what is run. */
const harmlessCommand = /^\\(?:set|unset|echo|qecho|warn|timing|pset|encoding|x|a|t|H|restrict|unrestrict)\b/;

function obstacle(statement: number | null, message: string): StatementFailure {
  return { statement, code: undefined, message, relation: undefined };
}

function transactionStateAfter(statement: Statement, before: boolean): boolean {
  const kind = nodeAs(statement.tree, 'TransactionStmt')?.kind;
  if (kind === undefined) return before;
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return true;
  const ends = ['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_PREPARE'].includes(kind);
  return ends ? false : before;
}
