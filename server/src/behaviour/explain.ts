import type { Catalog, QualifiedName } from '../catalog';
import { nodeAs, type Statement } from '../sql';
import { actionsOf } from './actions';
import { mergeEffects, noEffects } from './effects';
import { explainBlock } from './explainBlock';
import { kindOfStatement } from './kind';
import type { Action, BehaviourContext, Effects, ExplainedAction, ExplainedStatement } from './model';
import { isOptionOn } from './postgres/neighbours';
import { rowFor } from './rowFor';
import { findIndex, findRelation, runBlock } from '../catalog';

/**
 * What the server does for a statement, with the schema before it: the row of the behaviour table that speaks of each
 * of its actions, and their effects together. Never throws: what no row speaks of claims nothing and says so.
 */
export function explainStatement(statement: Statement, context: BehaviourContext): ExplainedStatement {
  const explained = explainAlone(statement, context);
  const run = runBlock(context.catalog, statement, '');
  return run === undefined ? explained : explainBlock(explained, statement, run, context, explainStatement);
}

function explainAlone(statement: Statement, context: BehaviourContext): ExplainedStatement {
  const tree = statement.tree;
  if (tree === undefined) return unparsed(statement);
  const actions = actionsOf(statement, tree, context.catalog).map((action) => explainAction(action, context));
  const effects = settled(mergeEffects(actions.map((action) => action.effects)), context.catalog);
  return {
    kind: kindOfStatement(statement, tree),
    actions,
    effects,
    confidence: effects.dependsOn.length === 0 ? 'exact' : 'depends',
  };
}

function explainAction(action: Action, context: BehaviourContext): ExplainedAction {
  const row = rowFor(action, context);
  if (row === undefined) return { action, row, effects: notUnderstood };
  const unknown = unknownTarget(action, context.catalog);
  const claimed = { ...noEffects, ...row.effects(action, context) };
  const effects = isOnlyPlanned(action) ? planned(claimed) : claimed;
  return { action, row, effects: { ...effects, dependsOn: [...effects.dependsOn, ...unknown] } };
}

/** Whether a statement inside this one is planned, and carried out at another time or never. */
function isOnlyPlanned({ within }: Action): boolean {
  if (nodeAs(within, 'PrepareStmt') !== undefined || nodeAs(within, 'DeclareCursorStmt') !== undefined)
    return true;
  const explain = nodeAs(within, 'ExplainStmt');
  if (explain === undefined) return false;
  return !(explain.options ?? []).some((option) => isOptionOn(nodeAs(option, 'DefElem'), 'analyze'));
}

/** Planning takes the locks, and does nothing with the rows. */
function planned({ locks, creates }: Effects): Effects {
  return { ...noEffects, locks, creates };
}

const notUnderstood: Effects = {
  ...noEffects,
  dependsOn: ['This statement is not understood: no row of the behaviour table speaks of it.'],
};

function unparsed(statement: Statement): ExplainedStatement {
  const dependsOn = ['This statement is not understood: PostgreSQL’s parser does not accept it.'];
  return {
    kind: kindOfStatement(statement, undefined),
    actions: [],
    effects: { ...noEffects, dependsOn },
    confidence: 'depends',
  };
}

/** An action on a relation that the history does not know can only be judged by what the statement itself says. */
function unknownTarget(action: Action, catalog: Catalog): readonly string[] {
  const { relation, statement } = action;
  if (relation === undefined || createsItsTarget(action)) return [];
  if (findRelation(catalog, relation) !== undefined || findIndex(catalog, relation) !== undefined) return [];
  if (catalog.sequences.has(relation) || catalog.types.has(relation)) return [];
  const verb = nodeAs(statement, 'AlterTableStmt')?.missing_ok === true ? 'exists' : 'looks like';
  return [`The migration history does not create ${relation}: what this does depends on what it ${verb}.`];
}

function createsItsTarget({ statement }: Action): boolean {
  return (
    nodeAs(statement, 'CreateStmt') !== undefined ||
    nodeAs(statement, 'CreateForeignTableStmt') !== undefined ||
    nodeAs(statement, 'CreateTableAsStmt') !== undefined ||
    nodeAs(statement, 'ViewStmt') !== undefined
  );
}

/** A new relation is nobody's to wait for, and an index goes with its table when that is written anew. */
function settled(effects: Effects, catalog: Catalog): Effects {
  const isThere = (name: QualifiedName) =>
    !effects.creates.includes(name) || findRelation(catalog, name) !== undefined;
  const tableOf = (index: QualifiedName) => findIndex(catalog, index)?.table;
  return {
    ...effects,
    locks: effects.locks.filter((lock) => isThere(lock.relation)),
    rewrites: effects.rewrites.filter(isThere),
    scans: effects.scans.filter(isThere),
    rebuildsIndexes: effects.rebuildsIndexes.filter((index) => {
      const table = tableOf(index);
      return table === undefined || !effects.rewrites.includes(table);
    }),
  };
}
