import type { ActionKind } from '../behaviour';
import { kindOf, nodeAs } from '../sql';
import type { Node } from '@pgsql/types';
import type { ReviewedMigration, Rule } from './model';
import { oncePerMigration } from './readings/oncePerMigration';

/**
 * Picks, for each migration, those of the rules that have something to say of a statement or an action in it. Most
 * migrations hold one of a few sets of statements, so that the choice among hundreds of rules is made once for each set.
 */
export function rulesByConcern(rules: readonly Rule[]): (migration: ReviewedMigration) => readonly Rule[] {
  const chosen = new Map<string, readonly Rule[]>();
  return (migration) => {
    const kinds = kindsIn(migration);
    const key = [...kinds].sort().join(' ');
    const known = chosen.get(key);
    if (known !== undefined) return known;
    const concerned = rules.filter(({ speaksOf }) => speaksOf?.some((kind) => kinds.has(kind)) ?? true);
    chosen.set(key, concerned);
    return concerned;
  };
}

/** Statements that others plan or hold within them, such as the DELETE of a WITH, are actions of theirs. */
const kindsIn = oncePerMigration(({ statements }): ReadonlySet<ActionKind> => {
  const kinds = new Set<ActionKind>();
  const add = (tree: Node | undefined) => {
    const kind = tree === undefined ? undefined : kindOfAction(tree);
    if (kind !== undefined) kinds.add(kind);
  };
  for (const { statement, inFull } of statements) {
    add(statement.tree);
    for (const { action } of inFull.actions) add(action.content);
  }
  return kinds;
});

/** An action of an ALTER TABLE goes by its sub-command. */
function kindOfAction(tree: Node): ActionKind | undefined {
  const kind = kindOf(tree);
  return kind === 'AlterTableCmd' ? nodeAs(tree, kind)?.subtype : kind;
}
