import { findRelation, resolveRelation, spokenList } from '../../catalog';
import { nameOfRangeVar, offsetInFile, rangeVarsIn, walk, nodeAs } from '../../sql';
import { insertion } from '../fixes/insertions';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isTenantScript, schemaOf, sideOf, writtenTargets } from '../readings/tenantSchemas';

/** A shared table that a tenant's migration finds only because the tenant has none of that name. */
export const tenantSchemaUnqualifiedShared: Rule = {
  id: 'tenant-schema-unqualified-shared',
  category: 'tenant-schema',
  severity: 'info',
  summary:
    "A shared table without its schema in a tenant's migration, where a table of the tenant would take its place",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  if (!isTenantScript(migration) || statement.tree === undefined) return undefined;
  // What is written to is a graver matter, of tenant-schema-search-path-public-write.
  const written = new Set(writtenTargets(statement.tree).map(({ relname }) => relname));
  const defined = new Set<string | undefined>();
  walk(statement.tree, (node) => {
    defined.add(nodeAs(node, 'CommonTableExpr')?.ctename);
    return undefined;
  });
  const shared = rangeVarsIn(statement.tree).flatMap((range) => {
    const name = nameOfRangeVar(range);
    if (name === undefined || name.schema !== undefined || range.location === undefined) return [];
    if (written.has(name.name) || defined.has(name.name)) return [];
    const relation = resolveRelation(before, name);
    const isShared =
      sideOf(relation, migration.policy) === 'shared' && findRelation(before, relation) !== undefined;
    return isShared ? [{ relation, offset: offsetInFile(statement, range.location), name: name.name }] : [];
  });
  const [first] = shared;
  if (first === undefined) return undefined;
  const relations = [...new Set(shared.map(({ relation }) => relation))];
  return {
    what: `${spokenList(relations.map((relation) => relation.slice(relation.indexOf('.') + 1)))} is looked for in the tenant’s schema first, and found in ${schemaOf(first.relation)} only because the tenant has none.`,
    who: 'A tenant that has a table of that name, by an older migration or an import, gets its own in place of the one that all share, and differs from all others from then on.',
    remedy: `Write ${spokenList(relations)}.`,
    span: { start: first.offset, end: first.offset + first.name.length },
    relations,
    fixes: [
      {
        title: 'Name the shared schema',
        preferred: true,
        edits: shared.map(({ relation, offset }) => insertion(migration, offset, `${schemaOf(relation)}.`)),
      },
    ],
  };
}
