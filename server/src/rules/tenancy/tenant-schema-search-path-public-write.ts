import { findTable, spokenList, tenantSchema } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { changedObjects, isTenantScript, schemaOf, sideOf } from '../readings/tenantSchemas';

/** A name without a schema that falls through the search path to what all tenants share, and changes it there. */
export const tenantSchemaSearchPathPublicWrite: Rule = {
  id: 'tenant-schema-search-path-public-write',
  category: 'tenant-schema',
  severity: 'warning',
  summary:
    "A name without a schema in a tenant's migration that means, and changes or drops, what all tenants share",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isTenantScript(migration)) return undefined;
  const changed = changedObjects(reviewed).filter(
    ({ isQualified, change }) => !isQualified && change !== 'make',
  );
  const fallen = changed.filter(
    ({ name }) => sideOf(name, migration.policy) === 'shared' && isKnown(name, reviewed),
  );
  const [first] = fallen;
  if (first === undefined) return couldFall(reviewed, migration);
  const names = fallen.map(({ name }) => name);
  const isLost = first.change === 'drop' && findTable(reviewed.before, first.name) !== undefined;
  return {
    what: `No tenant has ${spokenList(names.map(bare))}: the name falls through the search path to ${spokenList(names)}, which ${reviewed.behaviour.kind} ${verbs[first.change]} there.`,
    who: isLost
      ? 'The run for the first tenant takes the table and its rows away from all tenants.'
      : 'Each tenant’s run works on what all tenants share, and on nothing of its own.',
    remedy: `Name the tenant’s own object, or move it to a migration that runs once for all tenants and names ${spokenList(names)}.`,
    span: reviewed.statement.span,
    relations: names,
    ...(isLost ? { severity: 'error' as const } : {}),
  };
}

const verbs = { drop: 'drops', change: 'changes', rows: 'writes rows of', make: 'makes' } as const;

/** The tenant at hand has it; one that has lost it, or has run this already, has not. */
function couldFall(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { before, statement } = reviewed;
  if (nodeAs(statement.tree, 'DropStmt') === undefined) return undefined;
  const twins = changedObjects(reviewed).flatMap(({ name, isQualified }) => {
    if (isQualified || schemaOf(name) !== tenantSchema) return [];
    return migration.policy.tenancy.sharedSchemas
      .map((schema) => `${schema}.${bare(name)}`)
      .filter((shared) => findTable(before, shared) !== undefined);
  });
  if (twins.length === 0) return undefined;
  return {
    what: `Where the tenant has no ${bare(twins[0] ?? '')} any more, the name falls through the search path to ${spokenList(twins)}, which is dropped instead.`,
    who: 'A run for a tenant that has lost its table, or a second run, takes the table and its rows away from all tenants.',
    remedy:
      'Name the schema by the runner’s placeholder, so that the run fails instead, or let two tables not have one name.',
    span: statement.span,
    relations: twins,
  };
}

function isKnown(name: string, { before }: ReviewedStatement): boolean {
  return (
    before.relations.has(name) ||
    before.indexes.has(name) ||
    before.sequences.has(name) ||
    before.types.has(name) ||
    before.routines.has(name)
  );
}

function bare(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
