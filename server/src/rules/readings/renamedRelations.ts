import { findRelation, resolveRelation, type Catalog, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isOfThisMigration } from './madeHere';
import { couldBeNew } from './newTables';

/** A relation or index that a statement gives another name or schema. */
export interface RenamedRelation {
  readonly kind: 'table' | 'view' | 'materialized view' | 'index' | 'sequence';
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/**
 * The old name that code outside still uses after a rename or SET SCHEMA. Undefined where the relation is new, where the
 * script leaves another one under the old name (a swap, or a view in its place), and in rollbacks, which only bring back
 * the name that older code knows.
 */
export function renamedRelation(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): RenamedRelation | undefined {
  if (migration.direction === 'down') return undefined;
  const renamed = renameIn(reviewed);
  if (renamed === undefined || couldBeNew(renamed.from, reviewed, migration)) return undefined;
  const { from, to } = renamed;
  if (isOfThisMigration(originOfRelation(reviewed.before, from), migration)) return undefined;
  const isSwapped = has(migration.after, from) || has(migration.before, to);
  return isSwapped ? undefined : renamed;
}

function renameIn({ statement, before }: ReviewedStatement): RenamedRelation | undefined {
  const rename = nodeAs(statement.tree, 'RenameStmt');
  const move = nodeAs(statement.tree, 'AlterObjectSchemaStmt');
  const written = nameOfRangeVar(rename?.relation ?? move?.relation);
  if (written === undefined) return undefined;
  const from = resolveRelation(before, written);
  const kind = kindOfNamed(before, from, rename?.renameType ?? move?.objectType);
  if (kind === undefined) return undefined;
  const [schema, name] = [from.slice(0, from.indexOf('.')), from.slice(from.indexOf('.') + 1)];
  return { kind, from, to: `${move?.newschema ?? schema}.${rename?.newname ?? name}` };
}

/** ALTER TABLE renames views and indexes too, so what the history knows counts more than the statement's word. */
function kindOfNamed(
  catalog: Catalog,
  name: QualifiedName,
  word: string | undefined,
): RenamedRelation['kind'] | undefined {
  const relation = findRelation(catalog, name);
  if (relation !== undefined) {
    return relation.kind === 'view' || relation.kind === 'materialized view' ? relation.kind : 'table';
  }
  if (catalog.indexes.has(name)) return 'index';
  switch (word) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return 'table';
    case 'OBJECT_VIEW':
      return 'view';
    case 'OBJECT_MATVIEW':
      return 'materialized view';
    case 'OBJECT_INDEX':
      return 'index';
    case 'OBJECT_SEQUENCE':
      return 'sequence';
    default:
      return undefined;
  }
}

function originOfRelation(catalog: Catalog, name: QualifiedName) {
  return (catalog.relations.get(name) ?? catalog.indexes.get(name) ?? catalog.sequences.get(name))?.origin;
}

function has(catalog: Catalog, name: QualifiedName): boolean {
  return catalog.relations.has(name) || catalog.indexes.has(name) || catalog.sequences.has(name);
}
