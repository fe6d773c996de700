import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { FixtureTenant } from '../../fixture';
import { belongsTo, type ProbedRelation } from './relations';

/** One row of a tenant. */
export interface SampleRow {
  readonly tenant: FixtureTenant;
  /** SQL condition that is true for this row only. */
  readonly isIt: string;
  /** The row as text of the table's row type; undefined for a partition, whose parent has it too. */
  readonly text: string;
}

/** Rows of a table, and those of each tenant by its key. */
export interface RowCounts {
  readonly all: number;
  readonly of: ReadonlyMap<string, number>;
}

/** What is in a relation, as the steward sees it. */
export interface RelationContent {
  readonly relation: ProbedRelation;
  /** One row for each tenant that has any; none for views and functions. */
  readonly samples: readonly SampleRow[];
  /** Undefined but for rows that belong to a tenant by a path, which the application perhaps cannot follow. */
  readonly counts: RowCounts | undefined;
}

/** Looks into every relation once, as the steward. */
export async function contentsOf(
  admin: Client,
  relations: readonly ProbedRelation[],
  tenants: readonly FixtureTenant[],
): Promise<readonly RelationContent[]> {
  const contents: RelationContent[] = [];
  for (const relation of relations) {
    contents.push({
      relation,
      samples: await samplesOf(admin, relation, tenants),
      counts: await countsOf(admin, relation),
    });
  }
  return contents;
}

async function samplesOf(
  admin: Client,
  relation: ProbedRelation,
  tenants: readonly FixtureTenant[],
): Promise<readonly SampleRow[]> {
  const { whose, sqlName } = relation;
  if (whose.kind === 'canaries' || (whose.kind === 'column' && whose.table === undefined)) return [];
  const from = whose.kind === 'path' ? whose.from : `${sqlName} t`;
  const single = tenants.map(
    (tenant, place) =>
      `(select ${place} as place, t.tableoid::text as part, t.ctid::text as at, t::text as text
        from ${from} where ${belongsTo(whose, [tenant])} limit 1)`,
  );
  const { rows } = await admin.query<{ place: number; part: string; at: string; text: string }>(
    single.join(' union all '),
  );
  return rows.flatMap(({ place, part, at, text }) => {
    const tenant = tenants[place];
    const isIt = `tableoid = ${escapeLiteral(part)} and ctid = ${escapeLiteral(at)}`;
    return tenant === undefined ? [] : [{ tenant, isIt, text }];
  });
}

async function countsOf(admin: Client, { whose, sqlName }: ProbedRelation): Promise<RowCounts | undefined> {
  if (whose.kind !== 'path') return undefined;
  const all = await admin.query<{ rows: string }>(`select count(*) as rows from ${sqlName}`);
  const { rows } = await admin.query<{ key: string; rows: string }>(
    `select (${whose.key})::text as key, count(*) as rows from ${whose.from} group by 1`,
  );
  return {
    all: Number(all.rows[0]?.rows ?? 0),
    of: new Map(rows.map(({ key, rows: count }) => [key, Number(count)])),
  };
}

/** The text of a row that has nothing but its tenant: what guards the table looks at it before any constraint does. */
export async function bareRow(
  admin: Client,
  { sqlName, whose }: ProbedRelation,
  tenant: FixtureTenant,
): Promise<string | undefined> {
  if (whose.kind !== 'column' || tenant.key === undefined) return undefined;
  const values = `pg_catalog.jsonb_build_object(${escapeLiteral(whose.column)}, ${escapeLiteral(tenant.key)})`;
  try {
    const { rows } = await admin.query<{ text: string }>(
      `select (pg_catalog.jsonb_populate_record(null::${sqlName}, ${values}))::text as text`,
    );
    return rows[0]?.text;
  } catch {
    // A domain that allows no NULL has no such row.
    return undefined;
  }
}

/** Columns that a row can be written with. */
export function writableColumns({ whose }: ProbedRelation): readonly string[] {
  const table = whose.kind === 'canaries' ? undefined : whose.table;
  return (table?.columns ?? [])
    .filter(({ generated }) => !generated)
    .map(({ name }) => escapeIdentifier(name));
}
