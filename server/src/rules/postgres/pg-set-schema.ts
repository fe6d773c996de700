import type { CatalogObject } from '../../catalog';
import { nodeAs, type NodeOf } from '../../sql';
import { viewUnderOldName } from '../fixes/viewUnderOldName';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects } from '../readings/dependants';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration, originOf } from '../readings/madeHere';
import { namedObject } from '../readings/namedObjects';
import { renamedRelation } from '../readings/renamedRelations';

/** SET SCHEMA: the object keeps its name and loses the place where running code looks for it. */
export const pgSetSchema: Rule = {
  id: 'pg-set-schema',
  category: 'compatibility',
  severity: 'warning',
  summary: 'SET SCHEMA, which moves something away from where running code looks for it',
  speaksOf: ['AlterObjectSchemaStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const move = nodeAs(statement.tree, 'AlterObjectSchemaStmt');
  if (move?.newschema === undefined || migration.direction === 'down') return undefined;
  const relation = move.relation === undefined ? undefined : renamedRelation(reviewed, migration);
  const object: CatalogObject | undefined =
    relation === undefined
      ? otherObject(move, reviewed, migration)
      : { kind: relation.kind === 'sequence' ? 'sequence' : 'relation', name: relation.from };
  if (object === undefined) return undefined;
  const canBeView = relation !== undefined && relation.kind !== 'sequence';
  return {
    what: `SET SCHEMA moves ${spokenObjects(before, [object])} to ${move.newschema}.`,
    who: 'Running application code finds it only where it names no schema and its search_path holds the new one; else its statements fail, for all tenants.',
    remedy: canBeView
      ? 'Put the new schema into the search_path of the application’s role first, or leave a view in the old place.'
      : 'Put the new schema into the search_path of the application’s role first.',
    span: statement.span,
    relations: relation === undefined ? [] : [relation.from],
    fixes: canBeView ? viewUnderOldName(migration, reviewed, relation.from, relation.to) : [],
  };
}

/** Types, functions and extensions, where they are not new themselves. */
function otherObject(
  { relation, objectType, object }: NodeOf<'AlterObjectSchemaStmt'>,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): CatalogObject | undefined {
  if (relation !== undefined || object === undefined) return undefined;
  const named = namedObject(before, objectType, object);
  return named === undefined || isOfThisMigration(originOf(before, named), migration) ? undefined : named;
}
