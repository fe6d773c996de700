import { kindOf, nodeAs, type Statement } from '../sql';
import { changes, changesNothing } from './changes';
import type { Catalog, NotUnderstood, Origin } from './model';
import { possiblyChanged } from './possiblyChanged';
import { Refusal } from './refusal';
import { isTable } from './query/relations';

/**
 * The catalog after a statement. Pure, and never throws: a statement that cannot be parsed, that the model does not
 * follow or that the server would refuse leaves the schema as it was and is listed in `notUnderstood`.
 */
export function applyStatement(catalog: Catalog, statement: Statement, path: string): Catalog {
  const origin: Origin = { path, span: statement.span };
  if (statement.tree === undefined) {
    const what = statement.error?.message ?? 'the statement cannot be parsed';
    return withNotUnderstood(catalog, { origin, kind: 'syntax error', what, relations: [] });
  }
  const kind = kindOf(statement.tree);
  if (changesNothing.has(kind)) return catalog;
  try {
    const changed = changes(catalog, statement.tree, origin);
    if (changed !== undefined) return changed;
  } catch (error) {
    // Whatever a tree holds, the history before it must stay readable: the next statement is judged with what is known.
    const what = error instanceof Error ? error.message : String(error);
    return withNotUnderstood(catalog, {
      origin,
      kind: error instanceof Refusal ? 'refused' : 'unknown statement',
      what,
      relations: [],
    });
  }
  const isDynamic = nodeAs(statement.tree, 'DoStmt') !== undefined;
  return withNotUnderstood(catalog, {
    origin,
    kind: isDynamic ? 'dynamic' : 'unknown statement',
    what: isDynamic ? 'a DO block may change anything' : `${kind} is not followed`,
    relations: possiblyChanged(catalog, statement),
  });
}

/** Adds to the list and marks the relations that may be other than the catalog says. */
function withNotUnderstood(catalog: Catalog, entry: NotUnderstood): Catalog {
  const relations = entry.relations.reduce((result, name) => {
    const relation = result.get(name);
    if (relation === undefined) return result;
    return result.set(
      name,
      isTable(relation) ? { ...relation, uncertain: entry } : { ...relation, uncertain: entry },
    );
  }, catalog.relations);
  return { ...catalog, relations, notUnderstood: [...catalog.notUnderstood, entry] };
}
