import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { DataSnapshot } from './data';
import type { SequencePosition } from './sequences';

/** A column that holds keys which a run drew from a sequence: its own, or those of rows that it refers to. */
export interface DrawnColumn {
  /** `schema.table` of the column. */
  readonly relation: string;
  readonly column: string;
  readonly source: KeySource;
}

/** The column that a sequence fills, with the key that the sequence had given last before the run. */
export interface KeySource {
  /** `schema.table` */
  readonly relation: string;
  readonly column: string;
  /** As SQL names it. */
  readonly sequence: string;
  readonly after: string;
}

/**
 * The columns whose values depend on where sequences stood, read on a migrated database: those that sequences fill, and
 * those that refer to them by foreign keys, over any number of tables. `positions` and `before` are from before the run.
 */
export async function findDrawnColumns(
  client: Client,
  before: DataSnapshot,
  positions: readonly SequencePosition[],
): Promise<readonly DrawnColumn[]> {
  const drawn = new Map<string, DrawnColumn>();
  for (const { relation, column, sequence, start } of await sequenceColumns(client)) {
    const position = positions.find(({ name }) => name === sequence);
    // Keys that are older than their sequence were not drawn from it.
    if (position === undefined && before.tables.get(relation)?.columns.includes(column) === true) continue;
    const after = position === undefined ? String(BigInt(start) - 1n) : lastGiven(position);
    drawn.set(placeOf(relation, column), {
      relation,
      column,
      source: { relation, column, sequence, after },
    });
  }
  const references = await foreignKeyColumns(client);
  // Each round follows references one table further; a column is added once, so that cycles end.
  for (let added = drawn.size > 0; added;) {
    added = false;
    for (const { relation, column, target, targetColumn } of references) {
      const source = drawn.get(placeOf(target, targetColumn))?.source;
      if (source === undefined || drawn.has(placeOf(relation, column))) continue;
      drawn.set(placeOf(relation, column), { relation, column, source });
      added = true;
    }
  }
  return [...drawn.values()];
}

/**
 * A table's rows for a FROM clause, with each drawn key replaced by its row's place among the new rows. They are put in
 * the order of what they hold apart from such keys, so that neither the keys themselves nor the order in which they were
 * given count. Two databases are alike if their rows are, for any such naming of keys that all their tables share.
 */
export function rowsWithPlaces(
  table: { readonly relation: string; readonly sqlName: string; readonly columns: readonly string[] },
  drawn: readonly DrawnColumn[],
  contentOf: (source: KeySource) => { readonly sqlName: string; readonly columns: readonly string[] },
): string {
  const replaced = drawn.filter(
    ({ relation, column }) => relation === table.relation && table.columns.includes(column),
  );
  const values = table.columns.map((column) => {
    const name = `t.${escapeIdentifier(column)}`;
    const place = replaced.findIndex((each) => each.column === column);
    return place < 0
      ? name
      : `coalesce('new row ' || d${place}.place, ${name}::text) as ${escapeIdentifier(column)}`;
  });
  const joins = replaced.map(({ column, source }, place) => {
    const places = placesOf(source, contentOf(source));
    return `left join ${places} d${place} on d${place}.key = t.${escapeIdentifier(column)}`;
  });
  return `(select ${values.join(', ')} from ${table.sqlName} t ${joins.join(' ')})`;
}

function placesOf(
  { column, sequence, after }: KeySource,
  { sqlName, columns }: { readonly sqlName: string; readonly columns: readonly string[] },
): string {
  const key = `k.${escapeIdentifier(column)}`;
  const content = `row(${columns.map((each) => `k.${escapeIdentifier(each)}`).join(', ')})::text collate "C"`;
  return `(select ${key} as key, pg_catalog.row_number() over (order by min(${content}), ${key}) as place
    from ${sqlName} k
    where ${key} > ${escapeLiteral(after)}::int8 and ${key} <= (select last_value from ${sequence})
    group by ${key})`;
}

function lastGiven({ last, isCalled }: SequencePosition): string {
  return isCalled ? last : String(BigInt(last) - 1n);
}

function placeOf(relation: string, column: string): string {
  return `${relation}\0${column}`;
}

interface SequenceColumn {
  readonly relation: string;
  readonly column: string;
  readonly sequence: string;
  readonly start: string;
}

/** Identity columns, and columns with a default that asks a sequence; only of sequences that go up and not round. */
async function sequenceColumns(client: Client): Promise<readonly SequenceColumn[]> {
  const { rows } = await client.query<SequenceColumn>(`
    select n.nspname || '.' || c.relname as relation, a.attname as column,
      pg_catalog.format('%I.%I', sn.nspname, sc.relname) as sequence, s.seqstart::text as start
    from (
      select refobjid as relid, refobjsubid as number, objid as seqid from pg_catalog.pg_depend
      where classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and deptype = 'i' and refobjsubid > 0
      union
      select f.adrelid, f.adnum, d.refobjid from pg_catalog.pg_depend d
      join pg_catalog.pg_attrdef f on f.oid = d.objid
      where d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    ) filled
    join pg_catalog.pg_sequence s on s.seqrelid = filled.seqid and s.seqincrement > 0 and not s.seqcycle
    join pg_catalog.pg_class sc on sc.oid = s.seqrelid
    join pg_catalog.pg_namespace sn on sn.oid = sc.relnamespace
    join pg_catalog.pg_class c on c.oid = filled.relid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = filled.number and not a.attisdropped
      and a.atttypid in ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, 'int8'::pg_catalog.regtype)
    order by 1, 2`);
  return rows;
}

interface ForeignKeyColumn {
  readonly relation: string;
  readonly column: string;
  readonly target: string;
  readonly targetColumn: string;
}

async function foreignKeyColumns(client: Client): Promise<readonly ForeignKeyColumn[]> {
  const { rows } = await client.query<ForeignKeyColumn>(`
    select n.nspname || '.' || c.relname as relation, a.attname as column,
      tn.nspname || '.' || tc.relname as target, ta.attname as "targetColumn"
    from pg_catalog.pg_constraint k
    cross join unnest(k.conkey, k.confkey) as pair (number, target)
    join pg_catalog.pg_class c on c.oid = k.conrelid and not c.relispartition
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.number
    join pg_catalog.pg_class tc on tc.oid = k.confrelid and not tc.relispartition
    join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
    join pg_catalog.pg_attribute ta on ta.attrelid = k.confrelid and ta.attnum = pair.target
    where k.contype = 'f'
    order by 1, 2, 3, 4`);
  return rows;
}
