import {
  findConstraint,
  findIndex,
  findTable,
  spokenName,
  type Constraint,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';
import { renamedRelation } from '../readings/renamedRelations';

/**
 * RENAME of an index, or of the key constraint that owns one: the name is part of what the server answers, and of
 * ON CONFLICT ON CONSTRAINT.
 */
export const pgRenameIndex: Rule = {
  id: 'pg-rename-index',
  category: 'compatibility',
  severity: 'hint',
  summary: 'RENAME of an index or key, whose name upserts and error handling may use',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const renamed = renamedIndex(reviewed, migration) ?? renamedKey(reviewed, migration);
  if (renamed === undefined) return undefined;
  // Whoever names the index names its table too, of which pg-rename-table speaks.
  if (isCalledOtherwise(renamed.table, migration)) return undefined;
  const { name, to, isKey } = renamed;
  return {
    what: `${isKey ? 'The key' : 'The index'} ${spokenName(name)} is called ${to} from now on.`,
    who: whoUses(renamed),
    remedy: 'Look for the old name in the application and in jobs before; a name alone is seldom worth it.',
    span: reviewed.statement.span,
    relations: [renamed.table],
    ...(isKey ? { severity: 'info' as const } : {}),
  };
}

function whoUses({ isKey, unique }: RenamedIndex): string {
  if (isKey) {
    return 'For all tenants, running INSERT … ON CONFLICT ON CONSTRAINT with the old name fails (42704), and code that tells unique violations apart by the name takes them for something else.';
  }
  return unique
    ? 'For all tenants, running code that tells unique violations apart by the name takes them for something else.'
    : 'No query names it, but later migrations, monitoring and plan hints may.';
}

interface RenamedIndex {
  readonly name: string;
  readonly to: string;
  readonly table: string;
  readonly isKey: boolean;
  readonly unique: boolean;
}

function renamedIndex(reviewed: ReviewedStatement, migration: ReviewedMigration): RenamedIndex | undefined {
  if (nodeAs(reviewed.statement.tree, 'RenameStmt') === undefined) return undefined;
  const renamed = renamedRelation(reviewed, migration);
  const index = renamed?.kind === 'index' ? findIndex(reviewed.before, renamed.from) : undefined;
  if (renamed === undefined || index === undefined) return undefined;
  const { table, constraint, unique } = index;
  return reviewed.createdHere.has(table)
    ? undefined
    : {
        name: renamed.from,
        to: renamed.to.slice(renamed.to.indexOf('.') + 1),
        table,
        isKey: constraint !== undefined,
        unique,
      };
}

/** RENAME CONSTRAINT of a key renames its index, and the other way round. */
function renamedKey(
  { statement, before, createdHere }: ReviewedStatement,
  migration: ReviewedMigration,
): RenamedIndex | undefined {
  const rename = nodeAs(statement.tree, 'RenameStmt');
  const { relation } = rename ?? {};
  if (rename?.renameType !== 'OBJECT_TABCONSTRAINT' || relation?.relname === undefined) return undefined;
  if (migration.direction === 'down') return undefined;
  const table = findTable(before, { schema: relation.schemaname, name: relation.relname });
  const key = table === undefined ? undefined : keyNamed(table, rename.subname ?? '');
  if (table === undefined || key === undefined || isOfThisMigration(key.origin, migration)) return undefined;
  const name = `${table.schema}.${table.name}`;
  return createdHere.has(name)
    ? undefined
    : { name: key.name, to: rename.newname ?? '', table: name, isKey: true, unique: true };
}

/** Whether the table had another name before the script, or has one after it. */
function isCalledOtherwise(table: QualifiedName, { before, after }: ReviewedMigration): boolean {
  return !before.relations.has(table) || !after.relations.has(table);
}

function keyNamed(table: Table, name: string): Constraint | undefined {
  const constraint = findConstraint(table, name);
  return constraint !== undefined && 'index' in constraint ? constraint : undefined;
}
