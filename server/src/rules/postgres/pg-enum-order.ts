import { nameOfParts, nodeAs } from '../../sql';
import type { Finding, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';

/** Labels of an enum have an order, which ORDER BY and comparisons follow, and which cannot be changed afterwards. */
export const pgEnumOrder: Rule = {
  id: 'pg-enum-order',
  category: 'compatibility',
  severity: 'off',
  summary: 'ALTER TYPE … ADD VALUE without BEFORE or AFTER, which puts the new label last for good',
  speaksOf: ['AlterEnumStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor({ statement }: ReviewedStatement): Finding | undefined {
  const alter = nodeAs(statement.tree, 'AlterEnumStmt');
  if (alter?.newVal === undefined || alter.oldVal !== undefined || alter.newValNeighbor !== undefined) {
    return undefined;
  }
  const type = nameOfParts(alter.typeName)?.name ?? 'the enum';
  return {
    what: `'${alter.newVal}' becomes the last label of ${type}, because nothing says where it belongs.`,
    who: `Queries that sort by a column of ${type} or compare with < and > follow that order, for all tenants; no statement can change it later.`,
    remedy: `Say BEFORE or AFTER which label, or AFTER the last one where the end is meant.`,
    span: statement.span,
    relations: [],
  };
}
