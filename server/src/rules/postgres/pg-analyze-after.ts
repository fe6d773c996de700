import {
  findTable,
  indexesOf,
  nameOf,
  quoted,
  quotedName,
  resolveRelation,
  spokenName,
  type IndexKey,
  type QualifiedName,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, sqlOf, type Statement } from '../../sql';
import { insertionAfter } from '../fixes/insertions';
import { laterMigration } from '../../rewrite';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { someLaterStatement } from '../readings/laterScripts';
import { indexesMadeBy } from '../readings/madeIndexes';
import { couldBeNew } from '../readings/newTables';
import { statementsAfter } from '../readings/statementOrder';

/**
 * The planner's statistics of a column go when its type changes, and an index on an expression starts without any.
 * Autovacuum brings them only once enough rows have changed.
 */
export const pgAnalyzeAfter: Rule = {
  id: 'pg-analyze-after',
  category: 'lock',
  severity: 'hint',
  summary:
    'A changed column type or a new expression index without ANALYZE, which leaves the planner without statistics',
  speaksOf: ['AT_AlterColumnType', 'IndexStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

interface Loss {
  readonly table: QualifiedName;
  /** Columns to analyze; all of them where the statistics are those of an expression. */
  readonly columns: readonly string[];
  readonly what: string;
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const loss = lossOf(reviewed);
  if (loss === undefined || couldBeNew(loss.table, reviewed, migration)) return undefined;
  if (findTable(reviewed.before, loss.table) === undefined) return undefined;
  if (isAnalyzedLater(loss.table, reviewed, migration)) return undefined;
  const analyze = `ANALYZE ${quotedName(loss.table)}${loss.columns.length === 0 ? '' : ` (${loss.columns.map(quoted).join(', ')})`}`;
  return {
    what: loss.what,
    who: `Until ${spokenName(loss.table)} is analyzed, queries of all tenants are planned on a guess; autovacuum comes only when enough rows have changed.`,
    remedy: `Say ${analyze} after it: reads and writes go on.`,
    span: reviewed.statement.span,
    relations: [loss.table],
    fixes: analyzing(analyze, loss.table, reviewed, migration),
  };
}

function lossOf(reviewed: ReviewedStatement): Loss | undefined {
  return lostByTypeChange(reviewed) ?? lackedByExpressionIndex(reviewed);
}

/** A change that writes nothing anew, such as a longer varchar, is the one that everybody is advised to make: no word of it. */
function lostByTypeChange({ statement, before, behaviour }: ReviewedStatement): Loss | undefined {
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  const columns = (alter?.cmds ?? []).flatMap((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    return command?.subtype === 'AT_AlterColumnType' ? (command.name ?? []) : [];
  });
  if (alter?.objtype !== 'OBJECT_TABLE' || written === undefined || columns.length === 0) return undefined;
  const table = resolveRelation(before, written);
  if (!behaviour.effects.rewrites.includes(table)) return undefined;
  return {
    table,
    columns,
    what: `Changing the type of ${columns.join(' and ')} throws the planner’s statistics of ${columns.length === 1 ? 'the column' : 'the columns'} away.`,
  };
}

function lackedByExpressionIndex(reviewed: ReviewedStatement): Loss | undefined {
  const { statement, before } = reviewed;
  if (nodeAs(statement.tree, 'IndexStmt') === undefined) return undefined;
  const [index] = indexesMadeBy(reviewed);
  if (index === undefined || index.keys.every(({ expression }) => expression === undefined)) return undefined;
  const isKnownAlready = indexesOf(before, index.table).some((other) =>
    isOnSameExpressions(other.keys, index.keys),
  );
  if (isKnownAlready) return undefined;
  return {
    table: index.table,
    columns: [],
    what: `The server has no statistics yet on the expression of ${spokenName(nameOf(index))}.`,
  };
}

/** The planner takes the statistics of any index that has the expression. */
function isOnSameExpressions(known: readonly IndexKey[], wanted: readonly IndexKey[]): boolean {
  const expressions = expressionsOf(known);
  return expressionsOf(wanted).every((expression) => expressions.includes(expression));
}

function expressionsOf(keys: readonly IndexKey[]): readonly string[] {
  return keys.flatMap(({ expression }) => (expression === undefined ? [] : sqlOf(expression)));
}

/** In this script or in a later one; without a name it is about every table. */
function isAnalyzedLater(
  table: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  const isAnalysis = (statement: Statement) => {
    const vacuum = nodeAs(statement.tree, 'VacuumStmt');
    if (vacuum === undefined) return false;
    const isVacuumOnly =
      vacuum.is_vacuumcmd === true &&
      !(vacuum.options ?? []).some((option) => nodeAs(option, 'DefElem')?.defname === 'analyze');
    const relations = vacuum.rels ?? [];
    if (isVacuumOnly) return false;
    return (
      relations.length === 0 ||
      relations.some((node) => {
        const written = nameOfRangeVar(nodeAs(node, 'VacuumRelation')?.relation);
        return written !== undefined && resolveRelation(reviewed.after, written) === table;
      })
    );
  };
  if (statementsAfter(reviewed, migration).some(({ statement }) => isAnalysis(statement))) return true;
  return (
    migration.direction === 'up' &&
    // The server takes both spellings.
    ['analyze', 'analyse'].some((word) => someLaterStatement(migration, word, isAnalysis))
  );
}

/** Outside of a transaction a further statement could change how the runner takes the file, so it gets one of its own. */
function analyzing(
  analyze: string,
  table: QualifiedName,
  { statement, inTransaction }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (inTransaction) {
    const edits = [insertionAfter(migration, statement, `${analyze};`)];
    return [{ title: `Add ${analyze}`, preferred: true, edits }];
  }
  const later = laterMigration(migration, {
    title: `analyze ${spokenName(table)}`,
    up: [analyze],
    down: 'statistics need no rollback',
    transaction: 'per-file',
  });
  return later === undefined
    ? []
    : [{ title: 'Analyze the table in a later migration', preferred: true, edits: later }];
}
