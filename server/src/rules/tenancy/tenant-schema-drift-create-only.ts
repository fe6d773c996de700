import {
  nameOf,
  spokenList,
  spokenType,
  tablesOf,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { sqlOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { tenantLoopsOf } from '../readings/tenantLoops';
import { isSchemaTenancy, isTenantScript, sideOfSchema } from '../readings/tenantSchemas';

/** A change for some of the tenants' schemas that a file names one by one, the template among them, and not for the rest. */
export const tenantSchemaDriftCreateOnly: Rule = {
  id: 'tenant-schema-drift-create-only',
  category: 'tenant-schema',
  severity: 'warning',
  summary:
    "A change of a table in some tenants' schemas, or in the template for new ones, and not in the others",
  *check(migration) {
    if (!isSchemaTenancy(migration.policy) || isTenantScript(migration) || migration.direction === 'down')
      return;
    // A loop in the file may bring the others along.
    if (migration.statements.some(({ statement }) => tenantLoopsOf(statement).length > 0)) return;
    for (const [name, tables] of twinsOf(migration)) {
      const left = leftBehind(tables, migration);
      const first =
        left.length === 0 ? undefined : migration.statements.find((each) => changes(each, tables));
      if (first !== undefined) yield findingFor(name, left, first);
    }
  },
};

function findingFor(name: string, left: readonly QualifiedName[], reviewed: ReviewedStatement): Finding {
  return {
    what: `${name} was the same in all tenants’ schemas, and after this file ${spokenList(left)} ${left.length === 1 ? 'differs' : 'differ'} from the changed ones.`,
    who: 'Code that relies on the change fails for the tenants that were left out, and each later migration meets two kinds of tenants.',
    remedy:
      'Make the same change in the template and in every existing schema, best by a folder that runs once for each tenant.',
    span: reviewed.statement.span,
    relations: left,
  };
}

/** Tables of one name and one shape in more than one tenant's schema, as the file finds them. */
function twinsOf({ before, policy }: ReviewedMigration): ReadonlyMap<string, readonly QualifiedName[]> {
  const groups = new Map<string, Table[]>();
  for (const table of tablesOf(before)) {
    if (sideOfSchema(table.schema, policy) !== 'tenant' || table.uncertain !== undefined) continue;
    groups.set(table.name, [...(groups.get(table.name) ?? []), table]);
  }
  const alike = [...groups].filter(
    ([, tables]) => tables.length > 1 && new Set(tables.map(shapeOf)).size === 1,
  );
  return new Map(alike.map(([name, tables]) => [name, tables.map(nameOf)]));
}

/** Those that still have their shape where others have got another one; a table that was dropped with its tenant is no matter. */
function leftBehind(
  tables: readonly QualifiedName[],
  { before, after }: ReviewedMigration,
): readonly QualifiedName[] {
  const there = tables.filter((name) => shapeIn(after, name) !== undefined);
  const unchanged = there.filter((name) => shapeIn(after, name) === shapeIn(before, name));
  return unchanged.length === there.length ? [] : unchanged;
}

function changes({ before, after }: ReviewedStatement, tables: readonly QualifiedName[]): boolean {
  return tables.some((name) => {
    const shape = shapeIn(after, name);
    return shape !== undefined && shape !== shapeIn(before, name);
  });
}

function shapeIn(catalog: Catalog, name: QualifiedName): string | undefined {
  const relation = catalog.relations.get(name);
  return relation !== undefined && 'constraints' in relation && relation.uncertain === undefined
    ? shapeOf(relation)
    : undefined;
}

/** Columns in any order: name, type, whether it may be NULL, and its default. */
function shapeOf({ columns }: Table): string {
  return columns
    .map(({ name, type, notNull, default: value }) =>
      [name, spokenType(type), notNull ? 'NOT NULL' : '', value === undefined ? '' : sqlOf(value)].join(' '),
    )
    .sort()
    .join(', ');
}
