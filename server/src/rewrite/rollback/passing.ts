import { resolveRelation, type Catalog, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { RollbackStep } from './model';

/** What the migration itself has made so far: it goes as a whole, so that nothing of it has to be undone by itself. */
export interface Passing {
  readonly relations: ReadonlySet<QualifiedName>;
  /** `schema.table.column`. */
  readonly columns: ReadonlySet<string>;
}

export const nothingPassing: Passing = { relations: new Set(), columns: new Set() };

/** For each step what the steps before it made. */
export function passingBefore(steps: readonly RollbackStep[]): readonly Passing[] {
  let passing: Passing = { relations: new Set(), columns: new Set() };
  return steps.map((step) => {
    const before = passing;
    passing = passingAfter(before, step);
    return before;
  });
}

function passingAfter(passing: Passing, { statement, before, after }: RollbackStep): Passing {
  if (before.relations === after.relations) return passing;
  const rename = nodeAs(statement.tree, 'RenameStmt') ?? nodeAs(statement.tree, 'AlterObjectSchemaStmt');
  const vanished = [...before.relations.keys()].filter((name) => !after.relations.has(name));
  const appeared = [...after.relations.keys()].filter((name) => !before.relations.has(name));
  const wereNew = vanished.every((name) => passing.relations.has(name));
  const isMoved = rename !== undefined && vanished.length > 0;
  return {
    relations: new Set([...passing.relations, ...(isMoved && !wereNew ? [] : appeared)]),
    columns: new Set([...passing.columns, ...newColumns(passing, statement.tree, before, after)]),
  };
}

function newColumns(
  passing: Passing,
  tree: RollbackStep['statement']['tree'],
  before: Catalog,
  after: Catalog,
): readonly string[] {
  const renamed = nodeAs(tree, 'RenameStmt');
  if (renamed?.renameType === 'OBJECT_COLUMN') {
    const written = nameOfRangeVar(renamed.relation);
    const table = written === undefined ? '' : resolveRelation(before, written);
    const wasNew = passing.columns.has(`${table}.${renamed.subname ?? ''}`);
    return wasNew ? [`${table}.${renamed.newname ?? ''}`] : [];
  }
  return [...after.relations].flatMap(([name, relation]) => {
    const other = before.relations.get(name);
    if (other === undefined || other === relation) return [];
    const names = new Set(other.columns.map((column) => column.name));
    return relation.columns
      .filter((column) => !names.has(column.name))
      .map((column) => `${name}.${column.name}`);
  });
}
