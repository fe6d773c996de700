import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import { kindOf, type Statement } from '../../sql';
import type { StatementPlan } from '../result';
import { executeScript, type RunnableScript, type StatementFilter } from '../run/executeScript';
import { missingIndex, type IndexCandidate } from './missingIndex';
import { nodesOf, planLines, readQueryPlan, type QueryPlan } from './queryPlan';

/** Does the script change rows itself, so that there are plans to look at? */
export function changesRows({ file }: RunnableScript): boolean {
  return file.statements.some(isRowChange);
}

/**
 * Runs a script on a database of its own with EXPLAIN (ANALYZE, BUFFERS) in front of each statement that changes rows,
 * up to the last of them. Where a sequential scan threw most rows away, the statement is taken back and explained once
 * more with the index that it lacked.
 *
 * @returns plans by the index of their statement; a statement that EXPLAIN refuses has none.
 */
export async function explainPlans(
  session: Client,
  script: RunnableScript,
  filter: StatementFilter,
): Promise<ReadonlyMap<number, StatementPlan>> {
  const plans = new Map<number, StatementPlan>();
  const last = script.file.statements.findLastIndex(isRowChange);
  const upToLast = { ...script.file, statements: script.file.statements.slice(0, last + 1) };
  await executeScript(session, { ...script, file: upToLast }, {}, async (statement) => {
    if ((await filter(statement)) === 'leave out') return 'leave out';
    if (!isRowChange(statement)) return 'run';
    const explained = await explain(session, script.file.source.slice(statement.span));
    if (explained === undefined) return 'run';
    plans.set(statement.index, explained.plan);
    return explained.kept ? 'leave out' : 'run';
  });
  return plans;
}

function isRowChange({ tree }: Statement): boolean {
  return tree !== undefined && ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(kindOf(tree));
}

/** `kept`: the statement's changes stand, because EXPLAIN ANALYZE ran it. */
async function explain(
  session: Client,
  sql: string,
): Promise<{ readonly plan: StatementPlan; readonly kept: boolean } | undefined> {
  await using attempt = await Attempt.begin(session);
  const first = await explained(session, sql);
  if (first === undefined) {
    await attempt.takeBack();
    return undefined;
  }
  const candidate = missingIndex(first);
  if (candidate === undefined) return { plan: planOf(first), kept: true };
  await attempt.takeBack();
  const second = await withIndex(session, candidate, sql);
  await attempt.takeBack();
  return { plan: planOf(first, { candidate, plan: second }), kept: false };
}

/** What can be taken back: a part of the open transaction, or one of its own where none is open. */
class Attempt implements AsyncDisposable {
  private constructor(
    readonly session: Client,
    readonly opened: 'part' | 'transaction',
  ) {}

  static async begin(session: Client): Promise<Attempt> {
    try {
      await session.query(`savepoint ${savepoint}`);
      return new Attempt(session, 'part');
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== noTransaction) throw error;
      await session.query(`begin; savepoint ${savepoint}`);
      return new Attempt(session, 'transaction');
    }
  }

  async takeBack(): Promise<void> {
    await this.session.query(`rollback to savepoint ${savepoint}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.query(this.opened === 'part' ? `release savepoint ${savepoint}` : 'commit');
  }
}

const savepoint = 'tenantsafe_before_explain';

/** SQLSTATE of a savepoint outside a transaction. */
const noTransaction = '25P01';

async function explained(session: Client, sql: string): Promise<QueryPlan | undefined> {
  try {
    const { rows } = await session.query<{ 'QUERY PLAN': unknown }>(
      `explain (analyze, buffers, verbose, format json) ${sql}`,
    );
    return readQueryPlan(rows[0]?.['QUERY PLAN']);
  } catch (error) {
    if (error instanceof DatabaseError) return undefined;
    throw error;
  }
}

/** The plan with the index there; undefined where it cannot be made or the server does not use it. */
async function withIndex(
  session: Client,
  { schema, table, columns }: IndexCandidate,
  sql: string,
): Promise<QueryPlan | undefined> {
  try {
    await session.query(
      `create index ${hypotheticalIndex} on ${escapeIdentifier(schema)}.${escapeIdentifier(table)}
         (${columns.map(escapeIdentifier).join(', ')})`,
    );
  } catch (error) {
    if (error instanceof DatabaseError) return undefined;
    throw error;
  }
  const plan = await explained(session, sql);
  const uses = plan !== undefined && nodesOf(plan.root).some(({ index }) => index === hypotheticalIndex);
  return uses ? plan : undefined;
}

const hypotheticalIndex = 'tenantsafe_hypothetical_index';

function planOf(
  plan: QueryPlan,
  tried?: { readonly candidate: IndexCandidate; readonly plan: QueryPlan | undefined },
): StatementPlan {
  return {
    ms: Math.round(plan.ms * 10) / 10,
    pages: plan.root.pages,
    lines: planLines(plan.root),
    index: tried?.plan === undefined ? null : gainOf(plan, tried.candidate, tried.plan),
  };
}

/** Worth saying only where the index spares half of the pages at least: the pages are the same on every run. */
function gainOf(
  without: QueryPlan,
  { schema, table, columns }: IndexCandidate,
  plan: QueryPlan,
): StatementPlan['index'] {
  const [pages, pagesWithout] = [pagesToFind(plan), pagesToFind(without)];
  if (pages * 2 > pagesWithout) return null;
  return {
    relation: `${schema}.${table}`,
    columns,
    ms: Math.round(plan.ms * 10) / 10,
    pages,
    pagesWithout,
  };
}

/** Pages read below the node that writes: what is written is the same however the rows were found. */
function pagesToFind({ root }: QueryPlan): number {
  return root.children.reduce((sum, { pages }) => sum + pages, 0);
}
