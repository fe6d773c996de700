import { escapeLiteral, type Client } from 'pg';
import type { BoundQuery } from '../../../project';
import { attempt, type Actor } from './actor';

/** An index that no longer finds a query's rows, so that the table is read in full. */
export interface LostIndex {
  readonly relation: string;
  readonly index: string;
}

export interface PlanRequest {
  readonly query: BoundQuery;
  readonly values: readonly (string | null)[];
  readonly actor: Actor;
  readonly before: Client;
  readonly after: Client;
}

/**
 * Tables that a query found its rows in by an index before the migration, and after it reads in full although it was
 * asked not to, or although that index is gone. A planner that only chooses otherwise, by other statistics, is no loss.
 */
export async function lostIndexes(request: PlanRequest): Promise<readonly LostIndex[]> {
  const { before, after } = request;
  const was = await scansOf(before, request, 'any plan');
  const indexed = [...was].filter(([, { indexes, isReadInFull }]) => indexes.length > 0 && !isReadInFull);
  if (indexed.length === 0) return [];
  const is = await scansOf(after, request, 'any plan');
  const suspects = indexed.filter(([relation]) => is.get(relation)?.isReadInFull === true);
  if (suspects.length === 0) return [];
  const urged = await scansOf(after, request, 'indexes wanted');
  const lost: LostIndex[] = [];
  for (const [relation, { indexes }] of suspects) {
    for (const index of indexes) {
      const isLost = urged.get(relation)?.isReadInFull === true || !(await hasIndex(after, relation, index));
      if (isLost) lost.push({ relation, index });
    }
  }
  return lost;
}

interface Scans {
  readonly indexes: readonly string[];
  readonly isReadInFull: boolean;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** How a query's plan reads each table. */
async function scansOf(
  client: Client,
  { query, values, actor }: PlanRequest,
  wish: 'any plan' | 'indexes wanted',
): Promise<ReadonlyMap<string, Scans>> {
  const planned = await attempt(client, actor, async () => {
    if (wish === 'indexes wanted') await client.query('set local enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `explain (verbose, format json) ${query.text}`,
      [...values],
    );
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  });
  const scans = new Map<string, Scans>();
  if (planned.kind === 'worked' && planned.result !== undefined)
    collectScans(planned.result, undefined, scans);
  return scans;
}

/** The index of a bitmap is named below the node that names the table. */
function collectScans(node: PlanNode, above: string | undefined, scans: Map<string, Scans>): void {
  const name = node['Relation Name'];
  const relation = name === undefined ? above : `${node.Schema ?? ''}.${name}`;
  const index = node['Index Name'];
  const isReadInFull = node['Node Type'] === 'Seq Scan';
  if (relation !== undefined && (index !== undefined || isReadInFull)) {
    const known = scans.get(relation) ?? { indexes: [], isReadInFull: false };
    scans.set(relation, {
      indexes: index === undefined ? known.indexes : [...new Set([...known.indexes, index])],
      isReadInFull: known.isReadInFull || isReadInFull,
    });
  }
  for (const plan of node.Plans ?? []) {
    const isBitmap = node['Node Type'].startsWith('Bitmap');
    collectScans(plan, isBitmap ? relation : undefined, scans);
  }
}

async function hasIndex(client: Client, relation: string, index: string): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    `select exists (select from pg_catalog.pg_index i
       join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_class t on t.oid = i.indrelid
       join pg_catalog.pg_namespace n on n.oid = t.relnamespace
       where c.relname = ${escapeLiteral(index)} and n.nspname || '.' || t.relname = ${escapeLiteral(relation)} and i.indisvalid) as exists`,
  );
  return rows[0]?.exists ?? false;
}
