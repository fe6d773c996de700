import { nodeAs, rangeVarsIn, stringsOf, walk, type Statement } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { queriesOfBlock } from '../readings/blockQueries';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isTenantDatabaseScript } from '../readings/tenantDatabases';

/** A way from the database of one tenant into another database. */
export const tenantDbCrossDbName: Rule = {
  id: 'tenant-db-cross-db-name',
  category: 'tenant-database',
  severity: 'info',
  summary:
    "dblink, postgres_fdw or a database's name before a table, by which one tenant's database reaches another",
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isTenantDatabaseScript(migration)) return undefined;
  const { statement } = reviewed;
  const database = databaseNamedIn(statement);
  if (database !== undefined) {
    return {
      what: `${database} is the name of a database, and the server finds tables of the database at hand only (0A000).`,
      who: `The run fails for every tenant, unless its database is called ${database}.`,
      remedy: 'Leave the database’s name out.',
      span: statement.span,
      relations: [],
      severity: 'error',
    };
  }
  const way = wayOut(statement);
  if (way === undefined) return undefined;
  return {
    what: `${way} connects this tenant’s database to another one, with the rights of whoever it logs in as there.`,
    who: 'Whoever may use it in one tenant’s database reads, and perhaps writes, rows of another; and the run for each tenant needs that other database to be up and at the right version.',
    remedy: 'Let the application or the control plane move what has to be moved between databases.',
    span: statement.span,
    relations: [],
  };
}

/** `database.schema.table`. */
function databaseNamedIn({ tree }: Statement): string | undefined {
  return tree === undefined
    ? undefined
    : rangeVarsIn(tree).find(({ catalogname }) => catalogname !== undefined)?.catalogname;
}

const wrappers: ReadonlySet<string> = new Set(['postgres_fdw', 'dblink_fdw']);

function wayOut(statement: Statement): string | undefined {
  const { tree } = statement;
  const extension = nodeAs(tree, 'CreateExtensionStmt')?.extname;
  if (extension === 'dblink' || extension === 'postgres_fdw') return `The extension ${extension}`;
  const server = nodeAs(tree, 'CreateForeignServerStmt');
  if (server !== undefined && wrappers.has(server.fdwname ?? ''))
    return `The foreign server ${server.servername ?? ''}`;
  if (nodeAs(tree, 'ImportForeignSchemaStmt') !== undefined) return 'IMPORT FOREIGN SCHEMA';
  if (nodeAs(tree, 'CreateForeignTableStmt') !== undefined) return 'A foreign table';
  const queries = nodeAs(tree, 'CreateFunctionStmt') === undefined ? [statement] : queriesOfBlock(statement);
  return queries.map(callOfDblink).find((call) => call !== undefined);
}

function callOfDblink({ tree }: Statement): string | undefined {
  let found: string | undefined;
  if (tree === undefined) return undefined;
  walk(tree, (node) => {
    const name = stringsOf(nodeAs(node, 'FuncCall')?.funcname).at(-1);
    if (name !== undefined && /^dblink(_|$)/.test(name)) found ??= `${name}()`;
    return undefined;
  });
  return found;
}
