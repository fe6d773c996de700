import type { FuncCall, SelectStmt, TransactionStmt, VariableSetStmt } from '@pgsql/types';
import { constantOf, nodeAs, stringsOf } from '../../sql';
import { defaultSearchPath } from '../emptyCatalog';
import { tenantSchema } from '../identifiers';
import type { Catalog, Session } from '../model';
import { filing } from '../filing';
import { temporarySchema } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { settingValues } from './settingClauses';
import { selectInto } from './views';

/** SET and RESET of what decides how later statements are read: the search path and the role. */
export const changeSetting: Change<VariableSetStmt> = (catalog, statement) => {
  const isReset = statement.kind === 'VAR_RESET' || statement.kind === 'VAR_SET_DEFAULT';
  const { startPath } = catalog.session;
  if (statement.kind === 'VAR_RESET_ALL') return withSearchPath(catalog, startPath, 'session');
  const scope = statement.is_local === true ? 'transaction' : 'session';
  switch (statement.name) {
    case 'search_path':
      return withSearchPath(catalog, isReset ? startPath : pathOf(settingValues(statement)), scope);
    case 'role':
    case 'session_authorization': {
      const role = isReset ? undefined : settingValues(statement).at(0);
      return { ...catalog, session: { ...catalog.session, role: role === 'none' ? undefined : role } };
    }
    default:
      return catalog;
  }
};

/** A query changes nothing but by `set_config('search_path', …)` in its output and by INTO. */
export const runQuery: Change<SelectStmt> = (catalog, statement, origin) => {
  const configured = (statement.targetList ?? []).reduce(
    (result: Catalog, node) => callSetConfig(result, nodeAs(nodeAs(node, 'ResTarget')?.val, 'FuncCall')),
    catalog,
  );
  return statement.intoClause === undefined
    ? configured
    : selectInto(configured, statement, statement.intoClause, origin);
};

/** BEGIN keeps the catalog for ROLLBACK; COMMIT ends what SET LOCAL set. */
export const changeTransaction: Change<TransactionStmt> = (catalog, statement) => {
  const { transaction } = catalog.session;
  switch (statement.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      if (transaction !== undefined) return catalog;
      return {
        ...catalog,
        session: { ...catalog.session, transaction: { before: catalog, savepoints: [] } },
      };
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_PREPARE':
      return endTransaction(catalog);
    case 'TRANS_STMT_ROLLBACK':
      return transaction === undefined ? endTransaction(catalog) : endTransaction(transaction.before);
    case 'TRANS_STMT_SAVEPOINT':
      return setSavepoint(catalog, statement.savepoint_name ?? '');
    case 'TRANS_STMT_ROLLBACK_TO':
      return rollBackTo(catalog, statement.savepoint_name ?? '');
    default:
      return catalog;
  }
};

/**
 * What the next script finds: an open transaction is committed, as runners that wrap a file do, temporary relations are
 * gone and the search path and role are the connection's own again, as runners connect anew or restore them.
 */
export function newSession(catalog: Catalog): Catalog {
  const hasTemporary = catalog.relations.filedUnder(filing.temporary).length > 0;
  const kept = hasTemporary ? withoutTemporary(catalog) : catalog;
  if (isFreshSession(kept)) return kept;
  return { ...kept, searchPath: defaultSearchPath, session: sessionWith(defaultSearchPath) };
}

/**
 * What a script finds whose connection begins with a search path of its own. A run for one tenant begins with that tenant's
 * schema, which somebody has made by then. The same catalog for the same questions, since others remember what they know
 * of one.
 */
export function startSession(catalog: Catalog, searchPath: readonly string[] | undefined): Catalog {
  if (searchPath === undefined) return catalog;
  const key = searchPath.join();
  const known = startedSessions.get(catalog) ?? new Map<string, Catalog>();
  startedSessions.set(catalog, known);
  const started = known.get(key) ?? {
    ...(searchPath.includes(tenantSchema) ? withTenantSchema(catalog) : catalog),
    searchPath,
    session: sessionWith(searchPath),
  };
  known.set(key, started);
  return started;
}

const startedSessions = new WeakMap<Catalog, Map<string, Catalog>>();

function withTenantSchema(catalog: Catalog): Catalog {
  if (catalog.schemas.has(tenantSchema)) return catalog;
  const origin = { path: '', span: { start: 0, end: 0 } };
  const schema = { name: tenantSchema, owner: undefined, grants: [], origin };
  return { ...catalog, schemas: catalog.schemas.set(tenantSchema, schema) };
}

function sessionWith(searchPath: readonly string[]): Session {
  return { searchPath, startPath: searchPath, role: undefined, transaction: undefined };
}

function isFreshSession({ session, searchPath }: Catalog): boolean {
  return (
    session.role === undefined &&
    session.transaction === undefined &&
    session.searchPath === defaultSearchPath &&
    session.startPath === defaultSearchPath &&
    searchPath === defaultSearchPath
  );
}

function withoutTemporary(catalog: Catalog): Catalog {
  const isKept = (object: { readonly schema: string }) => object.schema !== temporarySchema;
  return {
    ...catalog,
    relations: catalog.relations.filter(isKept),
    indexes: catalog.indexes.filter(isKept),
    sequences: catalog.sequences.filter(isKept),
  };
}

function endTransaction(catalog: Catalog): Catalog {
  const { session } = catalog;
  return { ...catalog, searchPath: session.searchPath, session: { ...session, transaction: undefined } };
}

function setSavepoint(catalog: Catalog, name: string): Catalog {
  const { transaction } = catalog.session;
  if (transaction === undefined) return catalog;
  const savepoints = [...transaction.savepoints, { name, catalog }];
  return { ...catalog, session: { ...catalog.session, transaction: { ...transaction, savepoints } } };
}

function rollBackTo(catalog: Catalog, name: string): Catalog {
  const savepoints = catalog.session.transaction?.savepoints ?? [];
  const found = savepoints.findLast((savepoint) => savepoint.name === name);
  if (found === undefined) return refuse(`savepoint "${name}" does not exist`);
  return setSavepoint(found.catalog, name);
}

function callSetConfig(catalog: Catalog, call: FuncCall | undefined): Catalog {
  if (call === undefined || stringsOf(call.funcname).at(-1) !== 'set_config') return catalog;
  const [name, value, local] = (call.args ?? []).map(constantOf);
  if (name !== 'search_path' || typeof value !== 'string') return catalog;
  return withSearchPath(catalog, pathOf(value.split(',')), local === 'true' ? 'transaction' : 'session');
}

/** The schemas of a path; `"$user"` is left out, as no schema of the history is named after the role that runs it. */
function pathOf(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((schema) => schema.trim().replace(/^"(.*)"$/, '$1'))
    .filter((schema) => schema !== '' && schema !== '$user');
}

function withSearchPath(
  catalog: Catalog,
  searchPath: readonly string[],
  scope: 'transaction' | 'session',
): Catalog {
  if (scope === 'transaction') return { ...catalog, searchPath };
  return { ...catalog, searchPath, session: { ...catalog.session, searchPath } };
}
