import type { ClientBase } from 'pg';
import { escapeLiteral } from 'pg';
import { parseSqlFile, type SqlFile, type Statement } from '../../sql';
import { describeRefusal } from './insertRows';
import { relationName, type Table } from './model';
import { ownershipOf, type Owners } from './ownership';
import { columnList, quotedName } from './rowSql';

/** Statements that a person adds for a table that the generator cannot fill. */
export interface Seed {
  /** The table, with or without its schema. */
  readonly table: string;
  readonly path: string;
  readonly sql: string;
}

/** The folder of seeds, from the project's root; a file has its table's name. */
export const seedFolder = 'fixtures/seed';

/**
 * Runs the table's seed for one tenant, whose key stands in the place of `:tenant`; of a table that belongs to no tenant
 * it is NULL. What the seed sets for its transaction holds for the generator's rows as well.
 *
 * Runs within a transaction of the client.
 *
 * @returns what the server refused; the seed has then done nothing. Undefined where all went well.
 */
export async function runSeed(
  client: ClientBase,
  seeds: readonly Seed[],
  table: Table,
  tenantKey: string | undefined,
): Promise<string | undefined> {
  const seed = seeds.find(({ table: name }) => name === relationName(table) || name === table.name);
  if (seed === undefined) return undefined;
  const file = parseSqlFile(seed.sql);
  await client.query('SAVEPOINT seed');
  for (const statement of file.statements) {
    try {
      await client.query(bound(file, statement, tenantKey));
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT seed');
      return `${seed.path}, statement ${statement.index + 1}: ${describeRefusal(error)}`;
    }
  }
  await client.query('RELEASE SAVEPOINT seed');
  return undefined;
}

/** What a person can do for a table without rows, as the end of a sentence. */
export function seedRemedy(table: Table, owners: Owners): string {
  const needed = table.columns.filter(
    ({ notNull, defaultSql, generated, identity }) =>
      notNull && defaultSql === undefined && !generated && identity === undefined,
  );
  const ownership = ownershipOf(owners, table);
  const tenantColumn = ownership.kind === 'column' ? ownership.column : undefined;
  const values = needed.map(({ name }) => (name === tenantColumn ? ':tenant' : '…'));
  const statement =
    needed.length === 0
      ? `INSERT INTO ${quotedName(table)} DEFAULT VALUES`
      : `INSERT INTO ${quotedName(table)} (${columnList(needed.map(({ name }) => name))}) VALUES (${values.join(', ')})`;
  return `add rows in ${seedFolder}/${table.name}.sql: ${statement}`;
}

/** The statement's text with the tenant's key; `:tenant` within a string or a comment, and a cast, stay as they are. */
function bound(file: SqlFile, statement: Statement, tenantKey: string | undefined): string {
  const key = tenantKey === undefined ? 'NULL' : escapeLiteral(tenantKey);
  return file.source.slice(statement.span).replace(/:tenant\b|:'tenant'/g, (written, place: number) =>
    // The parser's text has other characters only where a variable stands.
    statement.text[place] === ':' ? written : key,
  );
}
