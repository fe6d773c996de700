import { explainStatement, type Action, type ExplainedStatement } from '../../behaviour';
import { applyStatement, findTable, type Catalog } from '../../catalog';
import { contractDeclaration, oldestMajor, type FileEdit, type Script } from '../../project';
import { kindOf, type NodeKind, type Span } from '../../sql';
import { generateRollback } from '../rollback/generateRollback';
import type { RollbackStep } from '../rollback/model';
import { canMarkLaterMigration, laterMigrations, type LaterMigration } from '../steps/laterMigrations';
import { setLockTimeout, setsLocalLockTimeout } from '../steps/lockTimeout';
import type { MigrationPlace } from '../steps/migrationPlace';
import { refused, type PhaseScript, type PhasedChange, type Refusal } from './model';
import { otherPlanners, tablePlanners } from './planners';

/** A migration of which one change is to be split. */
export interface SplitRequest extends MigrationPlace {
  readonly script: Script;
  readonly before: Catalog;
  readonly statements: readonly RollbackStep[];
}

/** The files of the migrations that take the place of one; spans of edits to the script count from its first character. */
export interface Split {
  readonly kind: 'split';
  readonly edits: readonly FileEdit[];
}

/**
 * Spreads the change at `offset` of the script over migrations to expand, backfill and contract. Undefined where the
 * statement there needs no phases, or where no tool knows how to make them.
 */
export function splitMigration(request: SplitRequest, offset: number): Split | Refusal | undefined {
  if (request.direction === 'down') return undefined;
  const step = stepAt(request, offset);
  if (step === undefined) return undefined;
  const planned = plan(request, step, offset);
  if (planned === undefined) return undefined;
  const { action, change } = planned;
  return change.kind === 'refused' ? change : written(request, step, action, change);
}

/** Whether `splitMigration` would split the change at `offset`, without working out how. */
export function splittingAt(
  request: SplitRequest,
  offset: number,
): { readonly kind: 'split' } | Refusal | undefined {
  if (request.direction === 'down') return undefined;
  const step = stepAt(request, offset);
  const planned = step === undefined ? undefined : plan(request, step, offset);
  if (planned === undefined) return undefined;
  return planned.change.kind === 'refused' ? planned.change : { kind: 'split' };
}

function stepAt({ statements }: SplitRequest, offset: number): RollbackStep | undefined {
  return statements.find(({ statement: { span } }) => offset >= span.start && offset <= span.end);
}

interface Planned {
  readonly action: Action;
  readonly change: PhasedChange | Refusal;
}

/** The action under the offset before the others, and what can be split before what cannot. */
function plan(request: SplitRequest, step: RollbackStep, offset: number): Planned | undefined {
  const covers = ({ span }: Action) => offset >= span.start && offset <= span.end;
  const actions = step.behaviour.actions.map(({ action }) => action);
  const ordered = [...actions.filter(covers), ...actions.filter((action) => !covers(action))];
  const all = ordered.flatMap((action) =>
    changesOf(request, step, action).map((change): Planned => ({ action, change })),
  );
  return all.find(({ change }) => change.kind === 'phased') ?? all[0];
}

function changesOf(
  request: SplitRequest,
  { statement, before }: RollbackStep,
  action: Action,
): readonly (PhasedChange | Refusal)[] {
  const splitting = { place: request, statement, action, catalog: before };
  const name = action.relation ?? '';
  const table = findTable(before, name);
  const changes = [
    ...(table === undefined ? [] : tablePlanners.map((planner) => planner({ ...splitting, table, name }))),
    ...otherPlanners.map((planner) => planner(splitting)),
  ];
  return changes.filter((change) => change !== undefined);
}

function written(
  request: SplitRequest,
  step: RollbackStep,
  action: Action,
  change: PhasedChange,
): Split | Refusal {
  const here = [...lockTimeout(request, change), ...editsHere(request.script, step, action, change.here)];
  const sql = editedText(request.script.sql, here);
  const mine = replayed(sql, request.before, request);
  const migrations: LaterMigration[] = [];
  let catalog = mine.after;
  for (const script of change.later.flatMap((each) => runnable(each, request))) {
    const run = replayed(script.up.map((statement) => `${statement};`).join('\n'), catalog, request);
    migrations.push(laterMigration(script, run, request));
    catalog = run.after;
  }
  const later = laterMigrations(request, migrations);
  if (later === undefined) return refused('The framework does not say where later migrations would go.');
  const inFile = here.map((edit) => ({ path: request.script.path, ...edit }));
  return { kind: 'split', edits: [...inFile, ...rollbackHere(mine, change.here, request), ...later] };
}

type TextEdit = Pick<FileEdit, 'span' | 'newText'>;

/** The expand phase takes locks that the change in one step may have taken with a limit or without. */
function lockTimeout(
  { script, policy, statements }: SplitRequest,
  { here }: PhasedChange,
): readonly TextEdit[] {
  const isBounded =
    policy.runner.setsTimeouts ||
    script.transaction === 'none' ||
    here.up.length === 0 ||
    statements.some(({ statement }) => setsLocalLockTimeout(statement));
  return isBounded ? [] : [{ span: { start: 0, end: 0 }, newText: `${setLockTimeout('transaction')};\n\n` }];
}

/** The expand phase in the place of the action; what else the statement does stays before it. */
function editsHere(
  { sql }: Script,
  step: RollbackStep,
  action: Action,
  phase: PhasedChange['here'],
): readonly TextEdit[] {
  const { statement } = step;
  const text = [headerOf(phase), phase.up.join(';\n\n')].join('\n');
  const spans = spansOfActions(step);
  const place = spans.findIndex(({ start }) => start === action.span.start);
  if (spans.length < 2 || place < 0) return [{ span: statement.span, newText: text }];
  const [before, after] = [spans[place - 1], spans[place + 1]];
  const start = after === undefined ? (before?.end ?? action.span.start) : action.span.start;
  const { end } = statement.span;
  const isClosed = sql[end] === ';';
  return [
    { span: { start, end: after?.start ?? action.span.end }, newText: '' },
    { span: { start: end, end: isClosed ? end + 1 : end }, newText: `;\n\n${text}${isClosed ? ';' : ''}` },
  ];
}

/** The places of the actions of an ALTER TABLE that has several. */
function spansOfActions({ behaviour }: RollbackStep): readonly Span[] {
  return behaviour.actions
    .filter(({ action: { content, within } }) => kindOf(content) === 'AlterTableCmd' && within === undefined)
    .map(({ action }) => action.span);
}

function headerOf({ phase, code }: Pick<PhaseScript, 'phase' | 'code'>): string {
  return `-- ${phase}; may run from here on: ${code}.`;
}

function editedText(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight(
    (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
    text,
  );
}

interface Replayed {
  readonly steps: readonly RollbackStep[];
  readonly before: Catalog;
  readonly after: Catalog;
}

function replayed(sql: string, before: Catalog, request: SplitRequest): Replayed {
  const version = oldestMajor(request.policy);
  const steps: RollbackStep[] = [];
  let catalog = before;
  for (const statement of request.parse(sql).statements) {
    const after = applyStatement(catalog, statement, request.script.path);
    const behaviour: ExplainedStatement = explainStatement(statement, { catalog, version });
    steps.push({ statement, before: catalog, after, behaviour });
    catalog = after;
  }
  return { steps, before, after: catalog };
}

/** A runner that reads no marker keeps a file of one statement only out of a transaction. */
function runnable(script: PhaseScript, request: SplitRequest): readonly PhaseScript[] {
  if (script.transaction === 'per-file' || canMarkLaterMigration(request)) return [script];
  return script.up.map((statement) => ({ ...script, up: [statement] }));
}

function laterMigration(script: PhaseScript, run: Replayed, request: SplitRequest): LaterMigration {
  const rollback = rollbackOf(run, request, script);
  const statements = script.up.flatMap((statement, index) => [
    ...rollback.keeping.filter(({ before }) => before.index === index).flatMap((kept) => kept.statements),
    statement,
  ]);
  const [first, ...others] = statements;
  return {
    title: script.title,
    transaction: script.transaction,
    up: [`${headerOf(script)}\n${first ?? ''}`, ...others],
    down: script.down ?? rollback.statements,
    ...(script.phase === 'contract' ? { declaration: contractDeclaration } : {}),
  };
}

function rollbackOf(
  { steps, before, after }: Replayed,
  request: SplitRequest,
  { data = 'lost', transaction = 'per-file' }: Partial<Pick<PhaseScript, 'data' | 'transaction'>>,
): ReturnType<typeof generateRollback> {
  const { policy, migration, script } = request;
  return generateRollback({
    path: script.path,
    version: migration.version,
    steps,
    before,
    after,
    serverVersion: oldestMajor(policy),
    bypassesRls: policy.runner.bypassesRls,
    lockTimeout: policy.runner.setsTimeouts ? undefined : setLockTimeout('transaction'),
    tenantColumns: policy.tenancy.tenantColumns,
    // The rollback of a step runs as the step does.
    outsideTransactions:
      transaction === 'none' && canMarkLaterMigration(request) ? 'possible' : 'one statement only',
    data,
  });
}

/**
 * The rollback of the migration as it is now. One that a person wrote with statements about rows stays: nobody can say
 * which of them still fit.
 */
function rollbackHere(
  run: Replayed,
  { down: reason }: PhasedChange['here'],
  request: SplitRequest,
): readonly FileEdit[] {
  const { down } = request.migration;
  if (down === undefined || down.path === request.script.path) return [];
  const changesRows = request
    .parse(down.sql)
    .statements.some(({ tree }) => tree !== undefined && aboutRows.has(kindOf(tree)));
  if (changesRows) return [];
  const newText = reason === undefined ? rollbackOf(run, request, {}).text : `-- irreversible: ${reason}.\n`;
  return [{ path: down.path, span: down.span, newText }];
}

const aboutRows: ReadonlySet<NodeKind> = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'DoStmt',
]);
