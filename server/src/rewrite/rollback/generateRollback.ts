import { compareCatalogs, tenantSchema, type Catalog, type CatalogDifference } from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import { doubtsOf } from './doubts';
import { insertedRows } from './insertedRows';
import { keepRows, type Keeping } from './keepRows';
import { lossesOf, spokenLoss, type Loss } from './losses';
import type { Rollback, RollbackRequest, RollbackStep, Scope, Undo } from './model';
import { nothingPassing, passingBefore, type Passing } from './passing';
import { withChecksMade } from './pendingChecks';
import { printRollback } from './printRollback';
import { oppositeOfRename } from './renames';
import { rememberingUndo } from './rememberedUndo';
import { applied, restoreSchema, type Restoration, type RestoringStatement } from './restoreSchema';
import { checkedTables, seeingAllRows } from './visibleRows';
import { isConcurrent, withoutBlocking } from './withoutBlocking';

/**
 * The rollback of a migration: for each of its statements, last first, what takes the schema after it to the schema
 * before it. What the migration itself has made is only dropped. The whole is replayed in the end, and what stays
 * different is said in the rollback's header, as are rows that nothing brings back. Never throws on SQL.
 */
export function generateRollback(request: RollbackRequest): Rollback {
  const passing = passingBefore(request.steps);
  const undone = request.steps.map((step, index) =>
    undoRemembered({ step, passing: passing[index] ?? nothingPassing, request }),
  );
  const restoring = undone
    .toReversed()
    .flatMap((step) => step.statements)
    .flatMap((statement) => seeingCheckedRows(statement, request));
  const aside = withoutBlocking(restoring, request);
  const isOutside = aside !== undefined || restoring.some(({ tree }) => isConcurrent(tree));
  const transaction = isOutside ? 'none' : 'per-file';
  const statements = aside ?? (isOutside ? restoring : withChecksMade(restoring, request.before));
  const renamed = new Set(undone.flatMap(({ keeping }) => keeping.renamed ?? []));
  const remaining = compareCatalogs(request.before, replayed(request, statements))
    .filter(({ relation }) => relation === undefined || !renamed.has(relation))
    .filter((difference) => isKnownTo(request.serverVersion, difference))
    .map(spokenDifference)
    .concat(request.steps.flatMap(({ statement }) => leftByServer(statement.tree)));
  const losses = undone.flatMap((step) => step.losses.map(spokenLoss));
  const doubts = doubtsOf(request.before, request.after);
  const text = printRollback({ request, statements, remaining, losses, doubts, transaction });
  return {
    text,
    statements: statements.map(({ sql, remark }) => (remark === undefined ? sql : `-- ${remark}\n${sql}`)),
    transaction,
    remaining,
    losses,
    doubts,
    keeping: undone.flatMap(({ keeping }, index) => {
      const statement = request.steps[index]?.statement;
      if (statement === undefined || keeping.before.length === 0) return [];
      return [{ before: statement, statements: keeping.before.map(sqlOf) }];
    }),
    replacing: undone.flatMap(({ keeping }, index) => {
      const statement = request.steps[index]?.statement;
      if (statement === undefined || keeping.instead === undefined) return [];
      return [{ statement, statements: keeping.instead.map(sqlOf) }];
    }),
  };
}

/**
 * The statements that a rollback lacks: they take the schema that it leaves behind to the one before the migration.
 */
export function completeRollback(
  reached: Catalog,
  before: Catalog,
  serverVersion: number,
): { readonly statements: readonly string[]; readonly remaining: readonly string[] } {
  const scope: Scope = {
    serverVersion,
    isPassing: () => false,
    isPassingColumn: () => false,
    indexes: 'in the transaction',
    refill: () => [],
  };
  const restoration = restoreSchema(withSessionOf(reached, before), before, scope);
  return {
    statements: restoration.statements.map(({ sql }) => sql),
    remaining: compareCatalogs(before, restoration.reached).map(spokenDifference),
  };
}

interface UndoneStep {
  readonly statements: readonly RestoringStatement[];
  readonly losses: readonly Loss[];
  readonly keeping: Keeping;
}

const undoRemembered = rememberingUndo(({ step, passing, request }) => undoStep(step, passing, request));

function undoStep(step: RollbackStep, passing: Passing, request: RollbackRequest): UndoneStep {
  const { tree } = step.statement;
  const found = lossesOf(step, passing);
  const keeping = request.data === 'kept' ? keepRows(step, found, request) : nothingKept(found);
  const from = withSessionOf(step.after, request.before);
  const start: Restoration = { statements: [], reached: from };
  if (keeping.insteadOfSchema !== undefined) {
    const { statements } = applied(start, keeping.insteadOfSchema);
    return { statements, losses: keeping.lost, keeping };
  }
  const inserted = tree === undefined ? undefined : insertedRows(tree, step, found, request);
  const opposite = tree === undefined ? undefined : oppositeOfRename(tree, step.before);
  const started = applied(start, [
    ...(opposite === undefined ? [] : [{ tree: opposite }]),
    ...keeping.rows,
    ...(inserted ?? []),
  ]);
  if (opposite !== undefined) return { statements: started.statements, losses: keeping.lost, keeping };
  const scope = scopeOf(step, passing, keeping, request);
  const restored = restoreSchema(started.reached, step.before, scope);
  return {
    statements: [...started.statements, ...restored.statements],
    losses: inserted === undefined ? keeping.lost : keeping.lost.filter(({ kind }) => kind !== 'insert'),
    keeping,
  };
}

function nothingKept(losses: readonly Loss[]): Keeping {
  return {
    before: [],
    instead: undefined,
    renamed: undefined,
    insteadOfSchema: undefined,
    rows: [],
    refills: new Map(),
    lost: losses,
  };
}

function scopeOf(
  { statement }: RollbackStep,
  passing: Passing,
  keeping: Keeping,
  { serverVersion, outsideTransactions, steps }: RollbackRequest,
): Scope {
  const isAlone = outsideTransactions === 'possible' || steps.length === 1;
  return {
    serverVersion,
    isPassing: (relation) => passing.relations.has(relation),
    isPassingColumn: (relation, column) => passing.columns.has(`${relation}.${column}`),
    indexes: isAlone && isConcurrent(statement.tree) ? 'concurrently' : 'in the transaction',
    refill: (relation, column): readonly Undo[] => keeping.refills.get(`${relation}.${column}`) ?? [],
  };
}

/** A foreign key is checked with the eyes of the owner too. */
function seeingCheckedRows(
  statement: RestoringStatement,
  request: RollbackRequest,
): readonly RestoringStatement[] {
  const around = seeingAllRows(statement, checkedTables(statement.tree, request.before), request);
  return around.map((undo) => (undo === statement ? statement : { ...undo, sql: sqlOf(undo.tree) }));
}

/** What the server does beside the statement and the catalog does not follow. */
function leftByServer(tree: RollbackStep['statement']['tree']): readonly string[] {
  return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).flatMap((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    const partition = nodeAs(command?.def, 'PartitionCmd');
    if (command?.subtype !== 'AT_DetachPartition' || partition?.concurrent !== true) return [];
    return `the CHECK with the bounds of ${partition.name?.relname ?? 'the partition'}, which DETACH CONCURRENTLY adds to it, stays`;
  });
}

/** MAINTAIN is among ALL privileges from PostgreSQL 17 on. */
function isKnownTo(serverVersion: number, { object }: CatalogDifference): boolean {
  return serverVersion >= 17 || !object.startsWith('grant of MAINTAIN ');
}

/** A rollback runs in a session of its own, whatever the migration had set. */
function withSessionOf(catalog: Catalog, { searchPath, session }: Catalog): Catalog {
  return { ...catalog, searchPath, session, notUnderstood: [] };
}

function replayed(request: RollbackRequest, statements: readonly RestoringStatement[]): Catalog {
  const start: Restoration = { statements: [], reached: withSessionOf(request.after, request.before) };
  return applied(start, statements).reached;
}

/** `the policy own on accounts is missing`. */
export function spokenDifference({ object, kind, attributes }: CatalogDifference): string {
  const name = object.replaceAll('public.', '').replaceAll(`${tenantSchema}.`, '');
  switch (kind) {
    case 'missing':
      return `the ${name} is missing`;
    case 'left over':
      return `the ${name} stays`;
    case 'changed':
      return `the ${name} keeps its changed ${attributes.join(', ')}`;
  }
}
