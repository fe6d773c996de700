import { effectsOutside, type BehaviourContext, type Effects, type ExplainedStatement } from '../behaviour';
import type { Catalog, QualifiedName } from '../catalog';
import type { Migration, Project, ProjectFiles, Script } from '../project';
import type { ReviewedMigration, ReviewedStatement } from '../rules';
import { nodeAs, type SqlFile, type Statement } from '../sql';
import { sessionAfter, sessionFor, settingsInForce, type Session } from './session';

/** How one database engine reads SQL; what the service needs of the rooms below it. */
export interface EngineReading {
  parse(sql: string): SqlFile;
  /** The schema after a statement of the file at `path`. */
  apply(catalog: Catalog, statement: Statement, path: string): Catalog;
  explain(statement: Statement, context: BehaviourContext): ExplainedStatement;
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

/**
 * Walks a script statement by statement and notes for each what rules and explanations look at: the schema before and
 * after, the server's behaviour, what the session holds by then. Never throws on SQL; a statement that cannot be parsed
 * changes nothing. Spans are those of the script's own text.
 */
export function reviewMigration(request: ReviewRequest, reading: EngineReading): ReviewedMigration {
  const { project, migration, direction, script, files, before } = request;
  const file = reading.parse(script.sql);
  const context = { version: majorVersionOf(project.policy.version) };
  const statements: ReviewedStatement[] = [];
  let catalog = before;
  let createdHere: ReadonlySet<QualifiedName> = new Set();
  let session = sessionFor(script.transaction);
  for (const statement of file.statements) {
    const after = reading.apply(catalog, statement, script.path);
    const behaviour = seenByOthers(reading.explain(statement, { ...context, catalog }), createdHere, catalog);
    statements.push({ statement, before: catalog, after, behaviour, createdHere, ...circumstances(session) });
    session = sessionAfter(session, statement, behaviour.effects.locks);
    createdHere = withCreated(createdHere, statement, catalog, after);
    catalog = after;
  }
  return {
    migration,
    direction,
    script,
    file,
    statements,
    before,
    after: catalog,
    transaction: script.transaction,
    policy: project.policy,
    project,
    files,
    parse: (sql) => reading.parse(sql),
  };
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
  if (before.relations === after.relations) return createdHere;
  const appeared = [...after.relations.keys()].filter((name) => !before.relations.has(name));
  if (appeared.length === 0) return createdHere;
  if (!isRenaming(statement)) return new Set([...createdHere, ...appeared]);
  // A renamed relation is as new as it was under its old name.
  const vanished = [...before.relations.keys()].filter((name) => !after.relations.has(name));
  const wereNew = vanished.length > 0 && vanished.every((name) => createdHere.has(name));
  return wereNew ? new Set([...createdHere, ...appeared]) : createdHere;
}

function isRenaming(statement: Statement): boolean {
  return (
    nodeAs(statement.tree, 'RenameStmt') !== undefined ||
    nodeAs(statement.tree, 'AlterObjectSchemaStmt') !== undefined
  );
}
