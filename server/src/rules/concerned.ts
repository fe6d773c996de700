import type { ActionKind } from '../behaviour';
import { kindOf, nodeAs } from '../sql';
import type { Node } from '@pgsql/types';
import type { ReviewedMigration, Rule } from './model';
import { oncePerMigration } from './readings/oncePerMigration';

/** Whether the migration holds a statement or an action of a kind that the rule speaks of. */
export function isConcerned({ speaksOf }: Rule, migration: ReviewedMigration): boolean {
  if (speaksOf === undefined) return true;
  const kinds = kindsIn(migration);
  return speaksOf.some((kind) => kinds.has(kind));
}

/** Statements that others plan or hold within them, such as the DELETE of a WITH, are actions of theirs. */
const kindsIn = oncePerMigration(({ statements }): ReadonlySet<ActionKind> => {
  const trees = statements.flatMap(({ statement, inFull }) => [
    statement.tree,
    ...inFull.actions.map(({ action }) => action.content),
  ]);
  return new Set(trees.flatMap((tree) => (tree === undefined ? [] : (kindOfAction(tree) ?? []))));
});

/** An action of an ALTER TABLE goes by its sub-command. */
function kindOfAction(tree: Node): ActionKind | undefined {
  const kind = kindOf(tree);
  return kind === 'AlterTableCmd' ? nodeAs(tree, kind)?.subtype : kind;
}
