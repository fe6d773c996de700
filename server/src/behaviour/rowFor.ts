import { kindOf, nodeAs } from '../sql';
import type { Action, ActionKind, BehaviourContext, BehaviourRow } from './model';
import { postgresRows } from './postgres';

/** The one row of the table that speaks of an action: the first, more special rows stand before general ones. */
export function rowFor(action: Action, context: BehaviourContext): BehaviourRow | undefined {
  const kind = kindOfAction(action);
  return rowsByKind.get(kind)?.find((row) => row.applies?.(action, context) ?? true);
}

function kindOfAction(action: Action): ActionKind | undefined {
  const kind = kindOf(action.content);
  return kind === 'AlterTableCmd' ? nodeAs(action.content, kind)?.subtype : kind;
}

/** The rows that may speak of each kind of action, in the order of the table. */
const rowsByKind: ReadonlyMap<ActionKind | undefined, readonly BehaviourRow[]> = byKind(postgresRows);

function byKind(rows: readonly BehaviourRow[]): ReadonlyMap<ActionKind, readonly BehaviourRow[]> {
  const grouped = new Map<ActionKind, BehaviourRow[]>();
  for (const row of rows) {
    for (const kind of row.speaksOf) grouped.set(kind, [...(grouped.get(kind) ?? []), row]);
  }
  return grouped;
}
