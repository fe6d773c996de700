import { kindOf, nodeAs, type Statement } from '../sql';
import { runBody, type BodyRun } from './bodies/runBody';
import { changes, changesNothing } from './changes';
import type { Catalog, NotUnderstood, Origin } from './model';
import { possiblyChanged } from './possiblyChanged';
import { Refusal } from './refusal';
import { withUncertain } from './uncertain';

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
  if (kind === 'DoStmt') return applyBlock(catalog, statement, path);
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
  return withNotUnderstood(catalog, {
    origin,
    kind: 'unknown statement',
    what: `${kind} is not followed`,
    relations: possiblyChanged(catalog, statement),
  });
}

/**
 * What a DO block does statement by statement, with the schema before and after each. Undefined for other statements,
 * and for code that cannot be read.
 */
export function runBlock(catalog: Catalog, block: Statement, path: string): BodyRun | undefined {
  if (nodeAs(block.tree, 'DoStmt') === undefined) return undefined;
  return runBody(catalog, block, path, (before, statement) => applyStatement(before, statement, path));
}

function applyBlock(catalog: Catalog, block: Statement, path: string): Catalog {
  const run = runBlock(catalog, block, path);
  if (run !== undefined) return run.after;
  return withNotUnderstood(catalog, {
    origin: { path, span: block.span },
    kind: 'dynamic',
    what: 'a DO block may change anything',
    relations: possiblyChanged(catalog, block),
  });
}

function withNotUnderstood(catalog: Catalog, entry: NotUnderstood): Catalog {
  return { ...withUncertain(catalog, entry), notUnderstood: [...catalog.notUnderstood, entry] };
}
