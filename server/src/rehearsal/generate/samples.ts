import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatabaseError, escapeIdentifier, escapeLiteral, type ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { RehearsalError } from '../errors';
import { textLimit } from './baseValues';
import { relationName, type Column, type Schema, type Table } from './model';
import { elementAt, hashBelow } from './rowSql';
import { tryRows } from './trial';

/** Masked rows like those of production: a CSV file whose first line names columns. */
export interface Sample {
  /** The table, with or without its schema. */
  readonly table: string;
  readonly path: string;
  readonly csv: string;
}

/** What a sample says of a column; never a row, and no value that only few rows have. */
export interface Distribution {
  /** Rows of a thousand that are NULL. */
  readonly nulls: number;
  readonly values:
    | { readonly kind: 'common'; readonly texts: readonly string[]; readonly counts: readonly number[] }
    /** Points of the column's type in their order, about a tenth of the rows between two. */
    | { readonly kind: 'quantiles'; readonly points: readonly string[] }
    | { readonly kind: 'lengths'; readonly points: readonly string[] }
    | undefined;
}

/** Distributions by the table's oid and the column's name. */
export type Distributions = ReadonlyMap<number, ReadonlyMap<string, Distribution>>;

/**
 * Reads samples with the server's own CSV reader.
 *
 * @throws RehearsalError when a file is no CSV with the columns that its first line names.
 */
export async function readSamples(
  client: ClientBase,
  schema: Schema,
  samples: readonly Sample[],
): Promise<Distributions> {
  const distributions = new Map<number, ReadonlyMap<string, Distribution>>();
  for (const sample of samples) {
    const table = schema.tables.find(
      (each) => relationName(each) === sample.table || each.name === sample.table,
    );
    if (table !== undefined) distributions.set(table.oid, await readSample(client, table, sample));
  }
  return distributions;
}

/** SQL of a value as the sample has them, with `ordinary` for the text; undefined where it says only how many are NULL. */
export function sampledValue(
  distribution: Distribution,
  column: Column,
  ordinary: string | undefined,
  purpose: string,
): string | undefined {
  const { values } = distribution;
  switch (values?.kind) {
    case undefined:
      return ordinary;
    case 'common': {
      const total = values.counts.reduce((sum, count) => sum + count, 0);
      const turn = hashBelow(`${purpose}.sample`, total);
      const cases = values.texts.map((text, index) => {
        const below = values.counts.slice(0, index + 1).reduce((sum, count) => sum + count, 0);
        return `WHEN ${turn} < ${below} THEN ${escapeLiteral(text)}`;
      });
      return `(CASE ${cases.join(' ')} END)::${column.type.sql}`;
    }
    case 'quantiles':
      return between(values.points, column, purpose);
    case 'lengths': {
      if (ordinary === undefined) return undefined;
      const length = elementAt(values.points, 'int4', hashBelow(`${purpose}.length`, values.points.length));
      // Never shorter than the value: it tells whose it is.
      return `rpad(${ordinary}, greatest(char_length(${ordinary}), ${length}), ' and more')::${column.type.sql}`;
    }
  }
}

/** The value, or NULL as often as in the sample. */
export function withSampledNulls(
  sql: string,
  { nulls }: Distribution,
  column: Column,
  purpose: string,
): string {
  if (column.notNull || nulls === 0) return sql;
  return `(CASE WHEN ${hashBelow(`${purpose}.null`, 1000)} >= ${nulls} THEN ${sql} END)`;
}

async function readSample(
  client: ClientBase,
  table: Table,
  sample: Sample,
): Promise<ReadonlyMap<string, Distribution>> {
  const names = headerOf(sample.csv);
  const found = new Map<string, Distribution>();
  await client.query('BEGIN');
  try {
    await copySample(client, sample, names);
    for (const column of table.columns) {
      if (names.includes(column.name)) found.set(column.name, await distributionOf(client, column));
    }
    return found;
  } finally {
    await client.query('ROLLBACK');
  }
}

async function copySample(
  client: ClientBase,
  { path, csv }: Sample,
  names: readonly string[],
): Promise<void> {
  try {
    const columns = names.map((name) => `${escapeIdentifier(name)} text`);
    await client.query(`CREATE TEMPORARY TABLE sampled_rows (${columns.join(', ')}) ON COMMIT DROP`);
    const copy = client.query(copyFrom('COPY sampled_rows FROM STDIN (FORMAT csv, HEADER true)'));
    await pipeline(Readable.from([csv]), copy);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw new RehearsalError(
      `${path} cannot be read as a sample: ${error.message}; it is a CSV file whose first line names the columns.`,
    );
  }
}

/** The names in the first line; a quoted name may hold commas, and doubled quotes. */
function headerOf(csv: string): readonly string[] {
  const line = /^\uFEFF?([^\r\n]*)/.exec(csv)?.[1] ?? '';
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.trim() ?? '',
  );
}

/** A value that fewer rows have might tell whose it is. */
const fewestRows = 3;
const mostCommonValues = 40;

async function distributionOf(client: ClientBase, column: Column): Promise<Distribution> {
  const name = escapeIdentifier(column.name);
  const counts = await client.query<{ all: number; present: number }>(
    `SELECT count(*)::int AS all, count(${name})::int AS present FROM sampled_rows`,
  );
  const { all = 0, present = 0 } = counts.rows[0] ?? {};
  const nulls = all === 0 ? 0 : Math.round(((all - present) * 1000) / all);
  const common = await client.query<{ text: string; count: number }>(
    `SELECT ${name} AS text, count(*)::int AS count FROM sampled_rows WHERE ${name} IS NOT NULL
     GROUP BY 1 HAVING count(*) >= ${fewestRows} ORDER BY 2 DESC, 1 LIMIT ${mostCommonValues}`,
  );
  const covered = common.rows.reduce((sum, { count }) => sum + count, 0);
  if (covered > 0 && covered >= present * 0.9) {
    const literals = common.rows.map(({ text }) => `${escapeLiteral(text)}::${column.type.sql}`);
    // What is no value of the type, such as a label that the enum no longer has, says nothing.
    if ((await tryRows(client, `SELECT ${literals.join(', ')}`)) === undefined)
      return { nulls, values: undefined };
    const texts = common.rows.map(({ text }) => text);
    return { nulls, values: { kind: 'common', texts, counts: common.rows.map(({ count }) => count) } };
  }
  if (present < fewestRows || column.type.kind !== 'base') return { nulls, values: undefined };
  const isText = textLimit(column.type) !== undefined;
  if (!isText && axisOf(column) === undefined) return { nulls, values: undefined };
  const points = await quantiles(client, isText ? `char_length(${name})` : `${name}::${column.type.sql}`);
  return points === undefined
    ? { nulls, values: undefined }
    : { nulls, values: { kind: isText ? 'lengths' : 'quantiles', points } };
}

async function quantiles(client: ClientBase, expression: string): Promise<readonly string[] | undefined> {
  // The lowest and the highest value of all would be those of one row.
  const steps = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98].join(', ');
  const rows = await tryRows<{ points: readonly string[] | null }>(
    client,
    `SELECT (percentile_disc(ARRAY[${steps}]::float8[]) WITHIN GROUP (ORDER BY ${expression}))::text[] AS points
     FROM sampled_rows`,
  );
  return rows?.[0]?.points ?? undefined;
}

/** The type in which two points are apart, and what the distance is scaled to. */
function axisOf(column: Column): 'numeric' | 'timestamptz' | undefined {
  if (column.type.kind !== 'base') return undefined;
  switch (column.type.name) {
    case 'int2':
    case 'int4':
    case 'int8':
    case 'numeric':
    case 'float4':
    case 'float8':
      return 'numeric';
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return 'timestamptz';
    default:
      return undefined;
  }
}

/** A value between two neighbouring points, all pairs of them equally often. */
function between(points: readonly string[], column: Column, purpose: string): string | undefined {
  const axis = axisOf(column);
  if (axis === undefined) return undefined;
  const literals = points.map(escapeLiteral);
  const place = hashBelow(`${purpose}.tenth`, points.length - 1);
  const low = elementAt(literals, axis, place);
  const high = elementAt(literals, axis, `(1 + ${place})`);
  return `(${low} + (${high} - ${low}) * (${hashBelow(`${purpose}.within`, 1000)} / 1000.0))::${column.type.sql}`;
}
