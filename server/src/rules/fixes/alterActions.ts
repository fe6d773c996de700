import type { Action } from '../../behaviour';
import type { Edit, ReviewedMigration, ReviewedStatement } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { editsOfDown } from './downScript';
import { spanWithLine } from './insertions';

/** Whether the action is all that its statement does. */
export function isSoleAction({ behaviour }: ReviewedStatement, { content }: Action): boolean {
  return behaviour.actions.every(({ action }) => action.content === content);
}

/** Takes an action out of its ALTER TABLE, with the comma that goes with it; the whole statement where it is the only one. */
export function withoutAction(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  action: Action,
): Edit {
  const { path, sql } = migration.script;
  if (isSoleAction(reviewed, action)) {
    return { path, span: spanWithLine(sql, reviewed.statement), newText: '' };
  }
  const spans = alterActionsOf(reviewed.statement).map(({ span }) => span);
  const place = spans.findIndex(({ start }) => start === action.span.start);
  const [before, after] = [spans[place - 1], spans[place + 1]];
  const start = after === undefined ? (before?.end ?? action.span.start) : action.span.start;
  return { path, span: { start, end: after?.start ?? action.span.end }, newText: '' };
}

/**
 * The edits of the rollback for a constraint that the migration makes otherwise now: what drops it gives way to another
 * action, or to another statement, or goes.
 */
export function insteadOfConstraintDrop(
  migration: ReviewedMigration,
  constraint: string,
  instead: { readonly action: string } | { readonly statement: string } | undefined,
): readonly Edit[] {
  return editsOfDown(migration, (statement, sql) => {
    const actions = alterActionsOf(statement);
    const drop = actions.find(
      ({ command }) => command.subtype === 'AT_DropConstraint' && command.name === constraint,
    );
    if (drop === undefined) return [];
    if (instead !== undefined && 'action' in instead) return [{ span: drop.span, newText: instead.action }];
    // Among other actions the drop cannot be told from what belongs to them, so that a person has to look.
    if (actions.length > 1) return [];
    return instead === undefined
      ? [{ span: spanWithLine(sql, statement), newText: '' }]
      : [{ span: statement.span, newText: instead.statement }];
  });
}
