import { resolveRelation, spokenName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { Finding, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';

/** Further columns rarely narrow a search down, and cost at every write. */
const mostColumns = 3;

/** An index on many columns that enforces nothing. */
export const pgIndexTooManyColumns: Rule = {
  id: 'pg-index-too-many-columns',
  category: 'lock',
  severity: 'off',
  summary: 'An index on more than three columns that is not unique',
  speaksOf: ['IndexStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor({ statement, before }: ReviewedStatement): Finding | undefined {
  const create = nodeAs(statement.tree, 'IndexStmt');
  const written = nameOfRangeVar(create?.relation);
  const count = create?.indexParams?.length ?? 0;
  if (written === undefined || create?.unique === true || count <= mostColumns) return undefined;
  const table = resolveRelation(before, written);
  return {
    what: `This index on ${spokenName(table)} has ${count} key columns.`,
    who: 'Every write of every tenant keeps all of them up to date, and builds and rebuilds take longer, while the last columns rarely narrow a search down any more.',
    remedy: 'Keep the columns that select most, or move those that are only read into INCLUDE.',
    span: statement.span,
    relations: [table],
  };
}
