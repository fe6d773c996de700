/** A plan as `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)` gives it, with what is read of it. */
export interface QueryPlan {
  readonly root: PlanNode;
  /** Time of the whole statement, triggers included, in milliseconds. */
  readonly ms: number;
}

export interface PlanNode {
  readonly kind: string;
  /** Schema, name and alias of the table that it reads or changes; undefined for other nodes. */
  readonly table: { readonly schema: string; readonly name: string; readonly alias: string } | undefined;
  readonly index: string | undefined;
  /** As the server deparses it, columns with their table's alias before them. */
  readonly filter: string | undefined;
  /** How often it ran; rows and time are the mean of one run. */
  readonly loops: number;
  readonly rows: number;
  readonly rowsRemoved: number;
  readonly ms: number;
  /** Pages of tables and indexes that it and the nodes below it read, from the cache or not. */
  readonly pages: number;
  readonly children: readonly PlanNode[];
}

/** Reads the server's JSON; undefined where it is no plan. */
export function readQueryPlan(explained: unknown): QueryPlan | undefined {
  const [first] = Array.isArray(explained) ? (explained as readonly unknown[]) : [];
  const statement = fieldsOf(first);
  const plan = fieldsOf(statement?.['Plan']);
  if (statement === undefined || plan === undefined) return undefined;
  return { root: nodeFrom(plan), ms: numberIn(statement, 'Execution Time') };
}

/** The plan's nodes, each before those below it. */
export function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

/** One line for each node, indented as deep as it lies. */
export function planLines(node: PlanNode, depth = 0): readonly string[] {
  const on = node.table === undefined ? '' : ` on ${node.table.schema}.${node.table.name}`;
  const by = node.index === undefined ? '' : ` using ${node.index}`;
  const loops = node.loops === 1 ? '' : `, ${node.loops} times`;
  const removed = node.rowsRemoved === 0 ? '' : `, ${Math.round(node.rowsRemoved)} rows thrown away`;
  const filter = node.filter === undefined ? '' : `, filter ${node.filter}`;
  const line = `${node.kind}${by}${on} (${node.ms.toFixed(1)} ms, ${Math.round(node.rows)} rows, ${node.pages} pages${loops}${removed}${filter})`;
  return ['  '.repeat(depth) + line, ...node.children.flatMap((child) => planLines(child, depth + 1))];
}

type Fields = Readonly<Record<string, unknown>>;

function nodeFrom(fields: Fields): PlanNode {
  const name = textIn(fields, 'Relation Name');
  const children = Array.isArray(fields['Plans']) ? (fields['Plans'] as readonly unknown[]) : [];
  const operation = textIn(fields, 'Operation');
  return {
    kind: operation ?? textIn(fields, 'Node Type') ?? 'unknown',
    table:
      name === undefined
        ? undefined
        : { schema: textIn(fields, 'Schema') ?? '', name, alias: textIn(fields, 'Alias') ?? name },
    index: textIn(fields, 'Index Name'),
    filter: textIn(fields, 'Filter'),
    loops: numberIn(fields, 'Actual Loops'),
    rows: numberIn(fields, 'Actual Rows'),
    rowsRemoved: numberIn(fields, 'Rows Removed by Filter'),
    ms: numberIn(fields, 'Actual Total Time'),
    pages: numberIn(fields, 'Shared Hit Blocks') + numberIn(fields, 'Shared Read Blocks'),
    children: children.flatMap((child) => {
      const own = fieldsOf(child);
      return own === undefined ? [] : [nodeFrom(own)];
    }),
  };
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === 'number' ? value : 0;
}
