import { findIndex, nameOf, resolveRelation, spokenName, type Index } from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import { insertionAfter, spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { indexesMadeBy } from '../readings/madeIndexes';
import { couldBeNew } from '../readings/newTables';

/** An index that goes before the one that takes its place is there: in between queries have neither. */
export const pgReplaceIndexOrder: Rule = {
  id: 'pg-replace-index-order',
  category: 'lock',
  severity: 'warning',
  summary: 'DROP INDEX before the CREATE INDEX that replaces it, which leaves queries without either',
  speaksOf: ['DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const old = droppedIndex(reviewed);
  if (old === undefined || couldBeNew(old.table, reviewed, migration)) return undefined;
  const replacement = replacementOf(old, reviewed, migration);
  if (replacement === undefined) return undefined;
  const { index, madeBy } = replacement;
  const [before, after] = [spokenName(nameOf(old)), spokenName(nameOf(index))];
  const isSameName = before === after;
  const isOneTransaction = reviewed.inTransaction && madeBy.inTransaction;
  return {
    what: `${before} is dropped before ${isSameName ? 'it is built anew' : `${after} takes its place`}${isOneTransaction ? `, and the lock that the drop takes on ${spokenName(old.table)} is held while that one is built` : ''}.`,
    who: isOneTransaction
      ? `Reads and writes of ${spokenName(old.table)} wait for as long as the build takes, and it grows with the table, for all tenants.`
      : `Until the new one is built, and if its build fails for longer, queries that need it read all of ${spokenName(old.table)}, for all tenants.`,
    remedy: isSameName
      ? 'Build the new index under another name first, drop the old one then, and rename the new one.'
      : 'Create the new index first, and drop the old one after that.',
    span: reviewed.statement.span,
    relations: [old.table],
    related: [
      {
        origin: { path: migration.script.path, span: madeBy.statement.span },
        message: `${after} is created here.`,
      },
    ],
    fixes: isSameName ? [] : dropAfterwards(migration, reviewed, madeBy),
  };
}

/** The index that a DROP INDEX drops, where it is one, and no constraint stands in the way. */
function droppedIndex({ statement, before }: ReviewedStatement): Index | undefined {
  const drop = nodeAs(statement.tree, 'DropStmt');
  const [object, ...others] = drop?.objects ?? [];
  if (drop?.removeType !== 'OBJECT_INDEX' || others.length > 0) return undefined;
  const written = nameOfParts(object);
  const index = written === undefined ? undefined : findIndex(before, resolveRelation(before, written));
  return index?.constraint === undefined ? index : undefined;
}

interface Replacement {
  readonly index: Index;
  readonly madeBy: ReviewedStatement;
}

/** An index that a later statement makes on the same table and that begins with the same key, as queries that used the old one need it. */
function replacementOf(
  old: Index,
  { statement }: ReviewedStatement,
  { statements }: ReviewedMigration,
): Replacement | undefined {
  for (const madeBy of statements.slice(statement.index + 1)) {
    if (nodeAs(madeBy.statement.tree, 'IndexStmt') === undefined) continue;
    const index = indexesMadeBy(madeBy).find(({ table }) => table === old.table);
    const column = index?.keys[0]?.column;
    if (index !== undefined && column !== undefined && column === old.keys[0]?.column) {
      return { index, madeBy };
    }
  }
  return undefined;
}

function dropAfterwards(
  migration: ReviewedMigration,
  { statement }: ReviewedStatement,
  madeBy: ReviewedStatement,
): readonly Fix[] {
  const { path, sql } = migration.script;
  const drop = `${sql.slice(statement.span.start, statement.span.end)};`;
  return [
    {
      title: 'Drop the old index after the new one is there',
      preferred: true,
      edits: [
        { path, span: spanWithLine(sql, statement), newText: '' },
        insertionAfter(migration, madeBy.statement, drop),
      ],
    },
  ];
}
