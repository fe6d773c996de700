import { nameOf, quotedName, resolveRelation, spokenName, type QualifiedName } from '../../catalog';
import { frameworkById } from '../../project';
import { nameOfParts, nameOfRangeVar, nodeAs, tokensOf } from '../../sql';
import { insertionBefore, removal } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { holdsName } from '../readings/mentions';
import { couldBeNew } from '../readings/newTables';
import { concurrentlyIndexedWhole } from '../readings/partitionedTables';
import { findKeyword, isKeyword } from '../readings/tokens';

/** A retry of CREATE INDEX CONCURRENTLY IF NOT EXISTS takes the invalid index that a failed build left for the real one. */
export const pgCicIfNotExistsInvalid: Rule = {
  id: 'pg-cic-if-not-exists-invalid',
  category: 'lock',
  severity: 'warning',
  summary: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS, whose retry accepts the invalid index of a failed build',
  speaksOf: ['IndexStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const create = nodeAs(statement.tree, 'IndexStmt');
  const written = nameOfRangeVar(create?.relation);
  if (create?.concurrent !== true || create.if_not_exists !== true) return undefined;
  if (create.idxname === undefined || written === undefined) return undefined;
  if (concurrentlyIndexedWhole(reviewed) !== undefined) return undefined;
  const table = resolveRelation(before, written);
  const index = nameOf({ schema: table.slice(0, table.indexOf('.')), name: create.idxname });
  if (couldBeNew(table, reviewed, migration) || isMadeSure(index, reviewed, migration)) return undefined;
  const isThere = before.indexes.has(index);
  return {
    what: isThere
      ? `An index ${spokenName(index)} is there already: IF NOT EXISTS builds nothing, even if that one is invalid or another index.`
      : `When this build fails or is cancelled, it leaves ${spokenName(index)} behind, marked invalid, and IF NOT EXISTS makes the retry accept that.`,
    who: `The migration then counts as done, and for the tenants where it failed once no query uses the index${create.unique === true ? ', and nothing keeps values from occurring twice' : ''}.`,
    remedy: `Write DROP INDEX CONCURRENTLY IF EXISTS ${spokenName(index)} before it, and leave IF NOT EXISTS out.`,
    span: statement.span,
    relations: [table],
    fixes: isThere ? [] : fixesFor(index, reviewed, migration),
  };
}

/** Whether an invalid index is dropped before, or looked for afterwards. */
function isMadeSure(
  index: QualifiedName,
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): boolean {
  const place = statements.indexOf(reviewed);
  const isDropped = statements.slice(0, place).some(({ statement: { tree }, before }) => {
    const drop = nodeAs(tree, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_INDEX') return false;
    return (drop.objects ?? []).some((object) => {
      const written = nameOfParts(object);
      return written !== undefined && resolveRelation(before, written) === index;
    });
  });
  return (
    isDropped || statements.slice(place + 1).some((each) => holdsName(each.statement.tree, ['indisvalid']))
  );
}

function fixesFor(
  index: QualifiedName,
  { statement, inTransaction }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (inTransaction || !staysOutside(migration)) return [];
  const tokens = tokensOf(statement);
  const first = findKeyword(tokens, 'IF');
  const last = tokens.find(
    (token) => first !== undefined && token.start > first.start && isKeyword(token, 'EXISTS'),
  );
  if (first === undefined || last === undefined) return [];
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(index)};`;
  return [
    {
      title: 'Drop what a failed build has left first',
      preferred: true,
      edits: [
        insertionBefore(migration, statement, drop),
        removal(migration, { start: first.start, end: last.end }),
      ],
    },
  ];
}

/** Where the runner reads no marker, a file stays out of a transaction only as long as it has one statement. */
function staysOutside({ migration, script, files, statements, policy }: ReviewedMigration): boolean {
  const folder = policy.migrations.find(({ path }) => path === migration.folder);
  if (folder?.transaction === 'none' || statements.length > 1) return true;
  return frameworkById(migration.framework)?.noTransactionMarker(script, files) !== undefined;
}
