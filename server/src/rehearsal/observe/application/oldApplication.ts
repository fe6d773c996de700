import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { newRow, relationName, type FixtureTenant, type Run } from '../../generate';
import { attempt, attemptAsAny, type Actor } from './actor';
import type { TouchedRelations } from './touched';

export type OperationKind = 'select' | 'insert' | 'update' | 'delete';

/** A statement that code written for the schema before sends, which worked there. */
export interface OldOperation {
  readonly kind: OperationKind;
  readonly relation: string;
  readonly statement: string;
  readonly actor: Actor;
}

export interface OldApplication {
  readonly operations: readonly OldOperation[];
  /** What did not work before the migration either, or had no row to work on. */
  readonly untried: readonly Pick<OldOperation, 'kind' | 'relation'>[];
}

/** An old operation on the migrated schema. */
export interface RepeatedOperation extends OldOperation {
  /** What the server said; undefined where it works as before. */
  readonly failure: string | undefined;
}

/** Whose operations are derived, on which database before the migration. */
export interface OldApplicationRequest {
  /** The generator's view of the database before the migration; its client is the steward's. */
  readonly run: Run;
  readonly before: Client;
  readonly tenant: FixtureTenant;
  /** In the order in which they are tried: the application's own role, then the owner. */
  readonly actors: readonly Actor[];
  readonly touched: TouchedRelations;
  /** Schemas of other tenants. */
  readonly foreignSchemas: readonly string[];
}

/**
 * Derives the old application from the schema before: for each touched table a select of all its columns, an insert of a
 * row that it had room for, an update of all columns to themselves and a delete; for each touched view a select. Only
 * what works before the migration is there.
 */
export async function deriveOldApplication(request: OldApplicationRequest): Promise<OldApplication> {
  const operations: OldOperation[] = [];
  const untried: OldApplication['untried'][number][] = [];
  for (const relation of await relationsOf(request)) {
    for (const [kind, candidates] of await statementsFor(request, relation)) {
      const operation = await firstThatWorks(request, candidates);
      if (operation === undefined) untried.push({ kind, relation: relation.name });
      else operations.push({ kind, relation: relation.name, ...operation });
    }
  }
  return { operations, untried };
}

async function firstThatWorks(
  { before, actors }: OldApplicationRequest,
  candidates: readonly string[],
): Promise<Pick<OldOperation, 'statement' | 'actor'> | undefined> {
  for (const statement of candidates) {
    const tried = await attemptAsAny(before, actors, (client) => client.query(statement), quickMs);
    if (tried?.outcome.kind === 'worked') return { statement, actor: tried.actor };
  }
  return undefined;
}

/** What takes longer before the migration, such as the removal of a big tenant with all that it has, is not repeated. */
const quickMs = 300;

/** Sends the operations to a migrated database, where `admin` is the steward; each is taken back. */
export async function repeatOperations(
  admin: Client,
  operations: readonly OldOperation[],
): Promise<readonly RepeatedOperation[]> {
  const repeated: RepeatedOperation[] = [];
  for (const operation of operations) {
    const outcome = await attempt(admin, operation.actor, (client) => client.query(operation.statement));
    repeated.push({ ...operation, failure: outcome.kind === 'failed' ? outcome.message : undefined });
  }
  return repeated;
}

interface OldRelation {
  readonly name: string;
  readonly sqlName: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly string[];
  /** Columns that an update may set. */
  readonly writable: readonly string[];
  readonly key: readonly string[];
}

async function relationsOf({
  before,
  touched,
  foreignSchemas,
}: OldApplicationRequest): Promise<readonly OldRelation[]> {
  // Whoever changes a partition changes what is read and written through its root.
  const { rows } = await before.query<OldRelation>(
    `select n.nspname || '.' || c.relname as name, pg_catalog.format('%I.%I', n.nspname, c.relname) as "sqlName",
       case when c.relkind in ('r', 'p') then 'table' else 'view' end as kind,
       array_agg(a.attname::text order by a.attnum) as columns,
       coalesce(array_agg(a.attname::text order by a.attnum)
         filter (where a.attgenerated = '' and a.attidentity <> 'a'), '{}') as writable,
       coalesce((select array_agg(k.attname::text order by k.attnum) from pg_catalog.pg_index i
         join pg_catalog.pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey)
         where i.indrelid = c.oid and i.indisprimary), '{}') as key
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
       and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all ($2)
       and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
         and e.objid = c.oid and e.deptype = 'e')
       and ($1::text[] is null or n.nspname || '.' || c.relname = any ($1) or c.relkind = 'p' and exists (
         select from pg_catalog.pg_partition_tree(c.oid) p join pg_catalog.pg_class pc on pc.oid = p.relid
         join pg_catalog.pg_namespace pn on pn.oid = pc.relnamespace where pn.nspname || '.' || pc.relname = any ($1)))
     group by c.oid, n.nspname order by 1`,
    [touched === 'all' ? null : [...touched], foreignSchemas],
  );
  return rows;
}

/** Statements of each kind, of which the first that works stands for all. */
async function statementsFor(
  request: OldApplicationRequest,
  relation: OldRelation,
): Promise<readonly (readonly [OperationKind, readonly string[]])[]> {
  const { sqlName, kind, columns, writable } = relation;
  const list = columns.map(escapeIdentifier).join(', ');
  // A view may have to be computed as a whole for its first row.
  if (kind === 'view') return [['select', [`select ${list} from ${sqlName} limit 0`]]];
  const insert = await insertOf(request, relation);
  const assignments = writable.map((name) => `${escapeIdentifier(name)} = ${escapeIdentifier(name)}`);
  return [
    ['select', [`select ${list} from ${sqlName} limit 1`]],
    ['insert', insert === undefined ? [] : [insert]],
    [
      'update',
      assignments.length === 0
        ? []
        : [
            `update ${sqlName} set ${assignments.join(', ')}
             where ctid = any (array(select ctid from ${sqlName} limit ${updatedRows}))`,
          ],
    ],
    ['delete', await deletesOf(request, relation)],
  ];
}

/** Rows that are updated: old values that a new constraint refuses are found, and a big table is not written anew. */
const updatedRows = 200;

async function insertOf(
  { run, tenant }: OldApplicationRequest,
  relation: OldRelation,
): Promise<string | undefined> {
  const table = run.schema.tables.find((each) => relationName(each) === relation.name);
  const row = table === undefined ? undefined : await newRow(run, table, tenant);
  if (row === undefined) return undefined;
  if (row.columns.length === 0) return `insert into ${relation.sqlName} default values`;
  const values = row.values.map((value) => (value === null ? 'null' : escapeLiteral(value)));
  return `insert into ${relation.sqlName} (${row.columns.map(escapeIdentifier).join(', ')}) values (${values.join(', ')})`;
}

/** Rows from the end of the table, which fewer others refer to; without a row or a key, no row. */
async function deletesOf(
  { before, actors }: OldApplicationRequest,
  { sqlName, key }: OldRelation,
): Promise<readonly string[]> {
  const none = `delete from ${sqlName} where false`;
  if (key.length === 0) return [none];
  const texts = key.map((name) => `${escapeIdentifier(name)}::text`).join(', ');
  const found = await attemptAsAny(before, actors, (client) =>
    client.query<{ key: readonly string[] }>(
      `select array[${texts}] as key from ${sqlName} order by ctid desc limit ${deleteCandidates}`,
    ),
  );
  const rows = found?.outcome.kind === 'worked' ? found.outcome.result.rows : [];
  const deletes = rows.map(
    (row) =>
      `delete from ${sqlName} where ${key.map((name, place) => `${escapeIdentifier(name)} = ${escapeLiteral(row.key[place] ?? '')}`).join(' and ')}`,
  );
  return [...deletes, none];
}

/** Rows that are tried before it is taken for granted that others refer to each. */
const deleteCandidates = 3;
