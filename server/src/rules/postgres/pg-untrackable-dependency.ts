import type { ExplainedAction } from '../../behaviour';
import { findColumn, findRelation, nameOf, resolveRelation, spokenList, spokenName } from '../../catalog';
import { nameOfRangeVar, nodeAs, type Span } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { droppedObjects } from '../readings/droppedObjects';
import { routinesNaming, type Named } from '../readings/routineBodies';

/** A drop or rename of what a function body names: the server keeps such bodies as text and lets it happen. */
export const pgUntrackableDependency: Rule = {
  id: 'pg-untrackable-dependency',
  category: 'compatibility',
  severity: 'warning',
  summary: 'DROP or RENAME of a table or column that the body of a function still names',
  speaksOf: ['AT_DropColumn', 'DropStmt', 'RenameStmt'],
  *check(migration) {
    if (migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const vanished of vanishedBy(reviewed, migration)) {
        const finding = findingFor(vanished, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

/** A name that the statement takes away, and that nothing in the script brings back. */
interface Vanished extends Named {
  readonly span: Span;
}

function findingFor(
  { relation, column, span }: Vanished,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const routines = routinesNaming({ relation, column }, before, migration);
  if (routines.length === 0) return undefined;
  const what = column === undefined ? spokenName(relation) : `${spokenName(relation)}.${column}`;
  const code = column === undefined ? '42P01' : '42703';
  return {
    what: `The body of ${spokenList(routines.map((routine) => `${routine.kind} ${spokenName(nameOf(routine))}`))} still names ${what}, which the server does not check.`,
    who: `Each call fails (${code}) from then on, at whichever tenant makes the first one; where a trigger calls it, so do the writes to its table.`,
    remedy: 'Replace the body with CREATE OR REPLACE in the same migration.',
    span,
    relations: [relation],
    related: routines.map((routine) => ({
      origin: routine.origin,
      message: `${routine.name} was last defined here.`,
    })),
  };
}

function vanishedBy(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Vanished[] {
  const { statement, before } = reviewed;
  const { span } = statement;
  const candidates = [
    ...droppedObjects(reviewed).flatMap((object): readonly Vanished[] =>
      object.kind === 'relation' ? [{ relation: object.name, column: undefined, span }] : [],
    ),
    ...renamed(reviewed),
    ...reviewed.behaviour.actions.flatMap(droppedColumn),
  ];
  return candidates.filter(({ relation, column }) => {
    const [old, left] = [findRelation(before, relation), findRelation(migration.after, relation)];
    if (column === undefined) return old !== undefined && left === undefined;
    return findColumn(old, column) !== undefined && findColumn(left, column) === undefined;
  });
}

function renamed({ statement, before }: ReviewedStatement): readonly Vanished[] {
  const rename = nodeAs(statement.tree, 'RenameStmt');
  const written = nameOfRangeVar(rename?.relation);
  if (written === undefined) return [];
  const relation = resolveRelation(before, written);
  const { span } = statement;
  if (rename?.renameType === 'OBJECT_COLUMN') return [{ relation, column: rename.subname, span }];
  return [{ relation, column: undefined, span }];
}

function droppedColumn({ action }: ExplainedAction): readonly Vanished[] {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation, span } = action;
  if (command?.subtype !== 'AT_DropColumn' || relation === undefined) return [];
  return [{ relation, column: command.name, span }];
}
