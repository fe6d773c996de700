import { compareData } from '../../snapshot/data';
import { compareSchemas, type SchemaDifference } from '../../snapshot/schema';
import type { DatabaseState, DirectionFacts } from '../../trial/trial';

/**
 * The relations that old code may meet changed, as `schema.name`; `all` where something changed that any of them may
 * rest on, such as a function, a type or the rights on a schema.
 */
export type TouchedRelations = ReadonlySet<string> | 'all';

/** What a migration locked, and what is not as it was: rows, definitions, rights, policies. */
export function touchedRelations(
  up: DirectionFacts,
  before: DatabaseState,
  after: DatabaseState,
): TouchedRelations {
  const touched = new Set<string>(compareData(before.data, after.data).map(({ relation }) => relation));
  for (const { observation } of up.run.statements) {
    for (const { relation } of observation.locks) touched.add(relation);
  }
  for (const difference of compareSchemas(before.schema, after.schema)) {
    if (difference.kind === 'added' && !/^(?:policy|trigger|rule) /.test(difference.object)) continue;
    const relation = relationOf(difference);
    if (relation !== undefined) touched.add(relation);
    else if (supports.test(difference.object)) return 'all';
  }
  return touched;
}

/** Kinds of objects that tables and queries rest on without naming them in their own definition. */
const supports = /^(?:schema|function|type|extension|cast|collation|settings of|sequence) /;

function relationOf({ object }: SchemaDifference): string | undefined {
  const named = /^(?:table|view|materialized view|foreign table) (.+)$/.exec(object)?.[1];
  if (named !== undefined) return named;
  // Snapshots are read with an empty search path, so that the server itself qualifies these names.
  return /^(?:policy|trigger|rule) .+ on ([^ ]+)$/.exec(object)?.[1];
}
