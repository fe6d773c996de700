import { nodeAs, type NodeOf } from '../../sql';
import { spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { spokenLocks, blockingLocks } from '../readings/waiting';

/** Two statements that go through a table where one would do with a single pass. */
export const pgMultipleAlterSameTable: Rule = {
  id: 'pg-multiple-alter-same-table',
  category: 'lock',
  severity: 'info',
  summary: 'Successive ALTER TABLE statements that each go through the table, or each wait for its lock',
  speaksOf: ['AlterTableStmt'],
  *check(migration) {
    for (const [place, reviewed] of migration.statements.entries()) {
      const before = migration.statements[place - 1];
      const finding = before === undefined ? undefined : findingFor(before, reviewed, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(
  first: ReviewedStatement,
  second: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  if (first.within !== undefined || second.within !== undefined || !canShare(first, second)) return undefined;
  const [relation] = second.behaviour.actions.flatMap(({ action }) => action.relation ?? []);
  if (relation === undefined || couldBeNew(relation, second, migration)) return undefined;
  const table = spokenName(relation);
  const locks = blockingLocks(second.behaviour.effects);
  const twoPasses = goesThrough(first, relation) && goesThrough(second, relation);
  if (!twoPasses && (second.inTransaction || locks.length === 0)) return undefined;
  return {
    what: twoPasses
      ? `This is the second pass through ${table} in a row: the statement before it goes through all rows too.`
      : `This asks for ${spokenLocks(locks)} again, which the statement before it has just given back.`,
    who: twoPasses
      ? `Those who wait for ${table}, of all tenants, wait twice as long as they need to.`
      : `The readers and writers of ${table}, of all tenants, queue behind it twice, and another session can see the table between the two.`,
    remedy: 'Make one ALTER TABLE of both: the server goes through the table once for all of its actions.',
    span: second.statement.span,
    relations: [relation],
    ...(twoPasses ? {} : { severity: 'hint' }),
    fixes: merged(first, second, migration),
  };
}

/** Whether one statement can do what both do, under no stronger lock and with the same outcome. */
function canShare(first: ReviewedStatement, second: ReviewedStatement): boolean {
  const [one, other] = [alterOf(first), alterOf(second)];
  if (one === undefined || other === undefined) return false;
  const isSame =
    one.relation?.relname === other.relation?.relname &&
    one.relation?.schemaname === other.relation?.schemaname &&
    one.relation?.inh === other.relation?.inh &&
    one.missing_ok === other.missing_ok;
  return isSame && modesOf(first) === modesOf(second) && areApart(first, second);
}

function alterOf({ statement }: ReviewedStatement): NodeOf<'AlterTableStmt'> | undefined {
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  return alter?.objtype === 'OBJECT_TABLE' && alterActionsOf(statement).every(canStandBesideOthers)
    ? alter
    : undefined;
}

/** These have to be alone, or are better off in a transaction of their own. */
function canStandBesideOthers({
  command: { subtype },
}: {
  readonly command: NodeOf<'AlterTableCmd'>;
}): boolean {
  return (
    subtype !== 'AT_ValidateConstraint' &&
    subtype !== 'AT_AttachPartition' &&
    subtype !== 'AT_DetachPartition' &&
    subtype !== 'AT_DetachPartitionFinalize'
  );
}

function modesOf({ behaviour }: ReviewedStatement): string {
  return behaviour.effects.locks.map(({ relation, mode }) => `${relation} ${mode}`).join();
}

/** The server sorts the actions of one statement into an order of its own, which matters where they name one column. */
function areApart(first: ReviewedStatement, second: ReviewedStatement): boolean {
  const names = ({ statement }: ReviewedStatement) =>
    alterActionsOf(statement).flatMap(({ command }) => [
      command.name ?? '',
      nodeAs(command.def, 'ColumnDef')?.colname ?? '',
      nodeAs(command.def, 'Constraint')?.conname ?? '',
    ]);
  const known = new Set(names(first).filter((name) => name !== ''));
  return !names(second).some((name) => known.has(name));
}

/** Whether an action goes through the table in the pass that all actions of a statement share; keys and indexes do not. */
function goesThrough({ behaviour }: ReviewedStatement, relation: string): boolean {
  return behaviour.actions.some(({ action, effects }) => {
    const command = nodeAs(action.content, 'AlterTableCmd');
    const constraint = nodeAs(command?.def, 'Constraint')?.contype;
    const sharesPass =
      command?.subtype === 'AT_AddConstraint'
        ? constraint === 'CONSTR_CHECK' || constraint === 'CONSTR_NOTNULL'
        : command !== undefined;
    return sharesPass && (effects.scans.includes(relation) || effects.rewrites.includes(relation));
  });
}

function merged(
  first: ReviewedStatement,
  second: ReviewedStatement,
  { script, file }: ReviewedMigration,
): readonly Fix[] {
  const start = alterActionsOf(second.statement)[0]?.span.start;
  const between = { start: first.statement.span.end, end: start ?? 0 };
  // A comment between the two would lose what it speaks of.
  if (
    start === undefined ||
    file.comments.some(({ span }) => span.start >= between.start && span.end <= between.end)
  ) {
    return [];
  }
  const actions = script.sql.slice(start, second.statement.span.end);
  const edits = [
    { path: script.path, span: { start: between.start, end: between.start }, newText: `,\n  ${actions}` },
    { path: script.path, span: spanWithLine(script.sql, second.statement), newText: '' },
  ];
  return [{ title: 'Make one ALTER TABLE of both', preferred: true, edits }];
}
