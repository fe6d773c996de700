import {
  effectsOutside,
  mergeEffects,
  type BehaviourContext,
  type Effects,
  type ExplainedStatement,
} from '../behaviour';
import type { BodyRun, Catalog, QualifiedName } from '../catalog';
import type { Migration, Project, ProjectFiles, Script, TransactionMode } from '../project';
import type { ReviewedMigration, ReviewedStatement } from '../rules';
import { nodeAs, type SqlFile, type Statement } from '../sql';
import {
  sessionAfter,
  sessionAfterBlock,
  sessionAfterInBlock,
  sessionFor,
  sessionInBlock,
  settingsInForce,
  type Session,
} from './session';

/** How one database engine reads SQL; what the service needs of the rooms below it. */
export interface EngineReading {
  parse(sql: string): SqlFile;
  /** The schema after a statement of the file at `path`. */
  apply(catalog: Catalog, statement: Statement, path: string): Catalog;
  explain(statement: Statement, context: BehaviourContext): ExplainedStatement;
  /** What a DO block runs; undefined for other statements and for code that cannot be read. */
  runBlock(catalog: Catalog, statement: Statement, path: string): BodyRun | undefined;
}

/** What is reviewed: one script of a migration, on the schema `before` that it finds. */
export interface ReviewRequest {
  readonly project: Project;
  readonly migration: Migration;
  readonly direction: 'up' | 'down';
  readonly script: Script;
  readonly files: ProjectFiles;
  readonly before: Catalog;
}

/** How many scripts a person has open and goes to and fro between. */
const rememberedScripts = 32;
/** The last walk through a script, and the one before it for who takes an edit back. */
const rememberedWalks = 2;

/** Reviews scripts, and remembers the last reviews of those that were asked for last. */
export type Reviewer = (request: ReviewRequest) => ReviewedMigration;

/**
 * Walks a script statement by statement and notes for each what rules and explanations look at: the schema before and
 * after, the server's behaviour, what the session holds by then. Never throws on SQL; a statement that cannot be parsed
 * changes nothing. Spans are those of the script's own text.
 *
 * After an edit the walk starts at the first statement that is another one: all that a statement is reviewed with comes
 * from the statements before it, the schema before the first, the version and the transaction, so that what stands before
 * the edit keeps its very values, and what others have remembered for those stays true.
 */
export function createReviewer(reading: EngineReading): Reviewer {
  const walks = new Map<string, readonly Walk[]>();
  return (request) => {
    const { project, migration, direction, script, files, before } = request;
    const file = reading.parse(script.sql);
    const start: WalkStart = {
      before,
      path: script.path,
      version: majorVersionOf(project.policy.version),
      transaction: script.transaction,
    };
    const key = `${direction} ${script.path} ${script.span.start}`;
    const earlier = walks.get(key) ?? [];
    const steps = walk(file.statements, start, earlier, reading);
    walks.delete(key);
    walks.set(key, [{ start, steps }, ...earlier].slice(0, rememberedWalks));
    for (const oldest of [...walks.keys()].slice(0, -rememberedScripts)) walks.delete(oldest);
    return {
      migration,
      direction,
      script,
      file,
      statements: steps.flatMap(({ reviewed, parts }) => [reviewed, ...parts]),
      before,
      after: steps.at(-1)?.next.catalog ?? before,
      transaction: script.transaction,
      policy: project.policy,
      project,
      files,
      parse: (sql) => reading.parse(sql),
    };
  };
}

/** All that decides a review beside the statements. */
interface WalkStart {
  readonly before: Catalog;
  readonly path: string;
  readonly version: number;
  readonly transaction: TransactionMode;
}

interface Walk {
  readonly start: WalkStart;
  readonly steps: readonly Step[];
}

interface Step {
  readonly reviewed: ReviewedStatement;
  /** What a DO block runs. */
  readonly parts: readonly ReviewedStatement[];
  /** What the next statement finds. */
  readonly next: Situation;
}

interface Situation {
  readonly catalog: Catalog;
  readonly createdHere: ReadonlySet<QualifiedName>;
  readonly session: Session;
}

function walk(
  statements: readonly Statement[],
  start: WalkStart,
  earlier: readonly Walk[],
  reading: EngineReading,
): readonly Step[] {
  const unchanged = earlier.map((each) => unchangedSteps(statements, start, each));
  const steps = [...(unchanged.toSorted((one, other) => other.length - one.length)[0] ?? [])];
  let situation: Situation = steps.at(-1)?.next ?? {
    catalog: start.before,
    createdHere: new Set(),
    session: sessionFor(start.transaction),
  };
  for (const statement of statements.slice(steps.length)) {
    const step = reviewStatement(statement, situation, start, reading);
    steps.push(step);
    situation = step.next;
  }
  return steps;
}

function unchangedSteps(statements: readonly Statement[], start: WalkStart, earlier: Walk): readonly Step[] {
  if (!startsAlike(earlier.start, start)) return [];
  const changed = earlier.steps.findIndex(({ reviewed }, index) => reviewed.statement !== statements[index]);
  return changed < 0 ? earlier.steps : earlier.steps.slice(0, changed);
}

function startsAlike(one: WalkStart, other: WalkStart): boolean {
  return (
    one.before === other.before &&
    one.path === other.path &&
    one.version === other.version &&
    one.transaction === other.transaction
  );
}

function reviewStatement(
  statement: Statement,
  situation: Situation,
  { path, version }: WalkStart,
  reading: EngineReading,
): Step {
  const { catalog, createdHere, session } = situation;
  const explained = reading.explain(statement, { version, catalog });
  const inFull = seenByOthers(explained, createdHere, catalog);
  const run = reading.runBlock(catalog, statement, path);
  const after = run?.after ?? reading.apply(catalog, statement, path);
  const parts = run === undefined ? undefined : reviewParts(statement, run, situation, version, reading);
  return {
    reviewed: {
      statement,
      before: catalog,
      after,
      behaviour: run === undefined ? inFull : alone(inFull),
      inFull,
      within: undefined,
      createdHere,
      ...circumstances(session),
    },
    parts: parts?.reviewed ?? [],
    next: {
      catalog: after,
      createdHere: withCreated(createdHere, statement, catalog, after),
      session: parts?.session ?? sessionAfter(session, statement, inFull.effects.locks),
    },
  };
}

/** The statements of a DO block, in a transaction and with the schema as the block has made it by then. */
function reviewParts(
  block: Statement,
  run: BodyRun,
  around: Situation,
  version: number,
  reading: EngineReading,
): { readonly reviewed: readonly ReviewedStatement[]; readonly session: Session } {
  const reviewed: ReviewedStatement[] = [];
  let createdHere = around.createdHere;
  let session = sessionInBlock(around.session);
  for (const { statement, before, after, circumstances: conditions } of run.steps) {
    const explained = reading.explain(statement, { version, catalog: before });
    const behaviour = seenByOthers(explained, createdHere, before);
    reviewed.push({
      statement,
      before,
      after,
      behaviour,
      inFull: behaviour,
      within: { block, circumstances: conditions },
      createdHere,
      ...circumstances(session),
    });
    session = sessionAfterInBlock(session, statement, behaviour.effects.locks);
    createdHere = withCreated(createdHere, statement, before, after);
  }
  return { reviewed, session: sessionAfterBlock(around.session, session) };
}

/** What a DO block says beside its statements is its first action. */
function alone(block: ExplainedStatement): ExplainedStatement {
  const actions = block.actions.slice(0, 1);
  const effects = mergeEffects(actions.map((action) => action.effects));
  return { ...block, actions, effects, confidence: effects.dependsOn.length === 0 ? 'exact' : 'depends' };
}

function circumstances(session: Session): Pick<ReviewedStatement, 'held' | 'inTransaction' | 'settings'> {
  return {
    held: session.held,
    inTransaction: session.inTransaction,
    settings: settingsInForce(session),
  };
}

/** The major version that behaviour rows compare with: 16 for `16` and for `16.4`. */
export function majorVersionOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** Nobody waits for a lock on, or a rewrite of, a relation that the same script made. */
function seenByOthers(
  explained: ExplainedStatement,
  createdHere: ReadonlySet<QualifiedName>,
  catalog: Catalog,
): ExplainedStatement {
  if (createdHere.size === 0) return explained;
  const narrowed = (effects: Effects): Effects => ({
    ...effectsOutside(effects, createdHere),
    rebuildsIndexes: effects.rebuildsIndexes.filter(
      (index) => !createdHere.has(catalog.indexes.get(index)?.table ?? index),
    ),
  });
  return {
    ...explained,
    effects: narrowed(explained.effects),
    actions: explained.actions.map((action) => ({ ...action, effects: narrowed(action.effects) })),
  };
}

function withCreated(
  createdHere: ReadonlySet<QualifiedName>,
  statement: Statement,
  before: Catalog,
  after: Catalog,
): ReadonlySet<QualifiedName> {
  const appeared = after.relations.namesNotIn(before.relations);
  if (appeared.length === 0) return createdHere;
  if (!isRenaming(statement)) return new Set([...createdHere, ...appeared]);
  // A renamed relation is as new as it was under its old name.
  const vanished = before.relations.namesNotIn(after.relations);
  const wereNew = vanished.length > 0 && vanished.every((name) => createdHere.has(name));
  return wereNew ? new Set([...createdHere, ...appeared]) : createdHere;
}

function isRenaming(statement: Statement): boolean {
  return (
    nodeAs(statement.tree, 'RenameStmt') !== undefined ||
    nodeAs(statement.tree, 'AlterObjectSchemaStmt') !== undefined
  );
}
