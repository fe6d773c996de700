import { nameOf, spokenName, type Index } from '../../catalog';
import { nodeAs } from '../../sql';
import { withoutIndexDrop } from '../fixes/downScript';
import { spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { coveringIndex } from '../readings/indexCoverage';
import { indexesMadeBy } from '../readings/madeIndexes';

/** An index that another one makes needless: it has the same keys, or begins with them. */
export const pgDuplicateOrPrefixIndex: Rule = {
  id: 'pg-duplicate-or-prefix-index',
  category: 'lock',
  severity: 'hint',
  summary: 'A new index that equals another one of its table, or that is the beginning of another one',
  speaksOf: ['IndexStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (nodeAs(reviewed.statement.tree, 'IndexStmt') === undefined) return undefined;
  const added = addedIndex(reviewed);
  if (added === undefined || !migration.after.indexes.has(nameOf(added))) return undefined;
  const other = coveringIndex(reviewed.before, added);
  // An index that the same file drops is being replaced.
  if (other === undefined || !migration.after.indexes.has(nameOf(other))) return undefined;
  const isEqual = other.keys.length === added.keys.length;
  const [table, known] = [spokenName(added.table), spokenName(nameOf(other))];
  return {
    what: `${known} on ${table} ${isEqual ? 'has the same keys' : 'begins with the same keys'} as ${spokenName(nameOf(added))}, and serves the same queries.`,
    who: `Every write to ${table} keeps both up to date, for all tenants, and both take their place on disk and in memory.`,
    remedy: `Leave the new index out${isEqual ? '' : ', unless it was measured to be faster because it is smaller'}${other.constraint === undefined ? `, or drop ${known} in its stead` : ''}.`,
    span: reviewed.statement.span,
    relations: [added.table],
    related: [{ origin: other.origin, message: `${known} is made here.` }],
    fixes: leaveOut(added, reviewed, migration),
  };
}

/** The index that the statement adds; of one on a partitioned table the whole, which stands first. */
function addedIndex(reviewed: ReviewedStatement): Index | undefined {
  return indexesMadeBy(reviewed).find((index) => index.attachedTo === undefined);
}

function leaveOut(
  added: Index,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  // A migration without any statement would be left.
  if (migration.statements.length < 2) return [];
  const { path, sql } = migration.script;
  return [
    {
      title: 'Leave the index out',
      preferred: false,
      edits: [
        { path, span: spanWithLine(sql, statement), newText: '' },
        ...withoutIndexDrop(migration, nameOf(added)),
      ],
    },
  ];
}
