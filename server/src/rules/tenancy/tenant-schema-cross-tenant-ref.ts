import {
  findTable,
  foreignKeysOf,
  nameOf,
  resolveRelation,
  spokenList,
  type QualifiedName,
} from '../../catalog';
import { bodyOf, nameOfRangeVar, nodeAs, relationsNamedIn } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { queriesOfBlock } from '../readings/blockQueries';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isSchemaTenancy, isTenantScript, schemaOf, sideOf } from '../readings/tenantSchemas';

/** Something in one tenant's schema that reaches into the schema of another. */
export const tenantSchemaCrossTenantRef: Rule = {
  id: 'tenant-schema-cross-tenant-ref',
  category: 'tenant-schema',
  severity: 'error',
  summary: "A foreign key, a view or a function in one tenant's schema that refers to another tenant's",
  check: (migration) => findingsByStatement(migration, findingFor),
};

/** What refers, in words, and what it refers to. */
interface Reach {
  readonly from: QualifiedName;
  readonly to: readonly QualifiedName[];
  readonly kind: 'foreign key' | 'view' | 'function';
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  // Where each tenant's run would make it, a schema by name is the mistake: tenant-schema-hardcoded.
  if (!isSchemaTenancy(migration.policy) || isTenantScript(migration)) return undefined;
  const reach = reachOf(reviewed);
  if (reach === undefined || sideOf(reach.from, migration.policy) !== 'tenant') return undefined;
  const others = reach.to.filter(
    (name) => sideOf(name, migration.policy) === 'tenant' && schemaOf(name) !== schemaOf(reach.from),
  );
  if (others.length === 0) return undefined;
  const [own, other] = [schemaOf(reach.from), schemaOf(others[0] ?? '')];
  const isKey = reach.kind === 'foreign key';
  const isView = reach.kind === 'view';
  return {
    what: `${isKey ? 'A foreign key of' : `The ${reach.kind}`} ${reach.from} refers to ${spokenList(others)}, which is another tenant’s.`,
    who: isKey
      ? `${own} learns which keys ${other} has, ${other} cannot delete rows that ${own} points to, and neither can be restored, moved or dropped without the other.`
      : `Whoever may use it in ${own} reads rows of ${other}.`,
    remedy: `Refer to the table in ${own}, or to one that all tenants share.`,
    span: reviewed.statement.span,
    relations: [reach.from, ...others],
    // A function asks with the rights of whoever calls it.
    ...(isView ? {} : { severity: 'warning' as const }),
  };
}

function reachOf(reviewed: ReviewedStatement): Reach | undefined {
  const { statement, before, after } = reviewed;
  const { tree } = statement;
  const table = nameOfRangeVar((nodeAs(tree, 'CreateStmt') ?? nodeAs(tree, 'AlterTableStmt'))?.relation);
  if (table !== undefined) {
    const name = resolveRelation(after, table);
    const earlier = new Set(keysOf(before, name));
    const to = keysOf(after, name).filter((references) => !earlier.has(references));
    return { from: name, to, kind: 'foreign key' };
  }
  const view = nodeAs(tree, 'ViewStmt');
  const into =
    nodeAs(tree, 'CreateTableAsStmt')?.objtype === 'OBJECT_MATVIEW'
      ? nodeAs(tree, 'CreateTableAsStmt')?.into?.rel
      : undefined;
  const viewName = nameOfRangeVar(view?.view ?? into);
  if (viewName !== undefined) {
    const from = resolveRelation(after, viewName);
    const relation = after.relations.get(from);
    return { from, to: relation !== undefined && 'reads' in relation ? relation.reads : [], kind: 'view' };
  }
  if (nodeAs(tree, 'CreateFunctionStmt') === undefined || bodyOf(statement) === undefined) return undefined;
  const made = [...after.routines.values()]
    .flat()
    .find((routine) => !before.routines.get(nameOf(routine))?.includes(routine));
  const named = queriesOfBlock(statement).flatMap((query) =>
    query.tree === undefined ? [] : relationsNamedIn(query.tree),
  );
  const to = named.flatMap(({ schema, name }) => (schema === undefined ? [] : [`${schema}.${name}`]));
  return made && { from: nameOf(made), to: [...new Set(to)], kind: 'function' };
}

function keysOf(catalog: ReviewedStatement['before'], table: QualifiedName): readonly QualifiedName[] {
  const found = findTable(catalog, table);
  return found === undefined ? [] : foreignKeysOf(found).map(({ references }) => references);
}
