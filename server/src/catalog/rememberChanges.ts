import type { Statement } from '../sql';
import { applyStatement } from './applyStatement';
import type { Catalog } from './model';

export type ApplyStatement = (catalog: Catalog, statement: Statement, path: string) => Catalog;

/**
 * `applyStatement` that remembers what each catalog last became, so that who reviews a script and who replays the history
 * with it get the same catalog and pay for it once. Sound because catalogs and statements are values, and forgotten with
 * the catalog.
 */
export function rememberingChanges(): ApplyStatement {
  const changes = new WeakMap<Catalog, Change>();
  return (catalog, statement, path) => {
    const known = changes.get(catalog);
    if (known?.statement === statement && known.path === path) return known.after;
    const after = applyStatement(catalog, statement, path);
    if (after !== catalog) changes.set(catalog, { statement, path, after });
    return after;
  };
}

interface Change {
  readonly statement: Statement;
  readonly path: string;
  readonly after: Catalog;
}
