import { findTable, foreignKeysOf, spokenList, tablesOf, type QualifiedName } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { executedTemplates, schemaHolesIn } from '../readings/dynamicSql';
import { isSchemaTenancy, sideOf, sideOfSchema } from '../readings/tenantSchemas';
import { blocksReads, spokenLocks, whoWaits } from '../readings/waiting';

/** A tenant that leaves in one go: everybody who uses the shared tables waits for it. */
export const tenantSchemaOffboardingLocksShared: Rule = {
  id: 'tenant-schema-offboarding-locks-shared',
  category: 'lock',
  severity: 'warning',
  summary:
    "DROP SCHEMA … CASCADE of a tenant's schema, which locks every shared table that its tables refer to",
  *check(migration) {
    if (!isSchemaTenancy(migration.policy)) return;
    for (const reviewed of migration.statements) {
      yield* dropOf(reviewed, migration);
      yield* dropsInCode(reviewed, migration);
    }
  },
};

const remedy =
  'Drop the foreign keys to shared tables first, those to each table in a transaction of their own with a lock_timeout, then the tables in batches, then the empty schema.';

function* dropOf(reviewed: ReviewedStatement, { policy }: ReviewedMigration): Iterable<Finding> {
  const drop = nodeAs(reviewed.statement.tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_SCHEMA' || drop.behavior !== 'DROP_CASCADE') return;
  const schemas = (drop.objects ?? []).flatMap((object) => stringsOf(object));
  const tenants = schemas.filter((schema) => sideOfSchema(schema, policy) === 'tenant');
  if (tenants.length === 0) return;
  const locks = reviewed.behaviour.effects.locks.filter(
    ({ relation, mode }) => sideOf(relation, policy) === 'shared' && blocksReads(mode),
  );
  if (locks.length === 0) return;
  yield {
    what: `DROP SCHEMA ${spokenList(tenants)} CASCADE takes ${spokenLocks(locks)} too, because foreign keys of the tenant refer to ${locks.length === 1 ? 'it' : 'them'}, and a lock on everything in the schema, all in one transaction.`,
    who: `Until it ends ${whoWaits(locks)}, for all tenants.`,
    remedy,
    span: reviewed.statement.span,
    relations: locks.map(({ relation }) => relation),
  };
}

/** What a tenant's tables refer to is known from any tenant of the history. */
function* dropsInCode(reviewed: ReviewedStatement, migration: ReviewedMigration): Iterable<Finding> {
  for (const { step, template } of executedTemplates(reviewed.statement)) {
    const isDrop = template.trees.some((tree) => {
      const drop = nodeAs(tree, 'DropStmt');
      return (
        drop?.removeType === 'OBJECT_SCHEMA' &&
        drop.behavior === 'DROP_CASCADE' &&
        schemaHolesIn(tree).length > 0
      );
    });
    const shared = isDrop ? sharedParents(reviewed, migration) : [];
    if (shared.length === 0) continue;
    yield {
      what: `Each DROP SCHEMA … CASCADE of a tenant locks ${spokenList(shared)} against readers and writers too, because foreign keys of the tenant’s tables refer to ${shared.length === 1 ? 'it' : 'them'}.`,
      who: `Until the transaction ends reads and writes of ${spokenList(shared)} wait, for all tenants, each time that one leaves.`,
      remedy,
      span: step.span,
      relations: shared,
    };
  }
}

function sharedParents(
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): readonly QualifiedName[] {
  const references = tablesOf(before)
    .filter((table) => sideOfSchema(table.schema, policy) === 'tenant')
    .flatMap((table) => foreignKeysOf(table).map((key) => key.references));
  return [...new Set(references)].filter(
    (name) => sideOf(name, policy) === 'shared' && findTable(before, name) !== undefined,
  );
}
