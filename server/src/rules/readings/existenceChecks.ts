import type { Node, RangeVar, SelectStmt } from '@pgsql/types';
import { nodeAs, offsetInFile, stringsOf, tokensOf, walk, type Span, type Statement } from '../../sql';
import { lastKeywordBefore, relationNameSpan } from './tokens';

/** A look into the system tables for an object by its name alone, whatever schema it is in. */
export interface UnscopedCheck {
  /** `pg_type`, `information_schema.columns`. */
  readonly table: string;
  /** The name that is looked for, where it is a constant. */
  readonly object: string | undefined;
  /** Where the query names the table. */
  readonly span: Span;
  /** The condition that would name the schema, and where it can be put; undefined where it is not a matter of one. */
  readonly scope: { readonly condition: string; readonly offset: number } | undefined;
}

/** The checks of a query, and of the queries within it, that name an object and neither its schema nor its table. */
export function unscopedChecks(query: Statement): readonly UnscopedCheck[] {
  const checks: UnscopedCheck[] = [];
  if (query.tree === undefined) return checks;
  walk(query.tree, (node) => {
    const select = nodeAs(node, 'SelectStmt');
    if (select !== undefined) checks.push(...checksOf(select, query));
    return undefined;
  });
  return checks;
}

/** How a system table names an object, and by what it tells objects of one name apart. */
interface SystemNames {
  readonly names: readonly string[];
  readonly scopes: readonly string[];
  /** The condition on this very table that names the present schema. */
  readonly condition?: string;
}

const bySchemaName = (name: string): SystemNames => ({
  names: [name],
  scopes: ['schemaname'],
  condition: 'schemaname = current_schema()',
});

const byNamespace = (name: string, namespace: string): SystemNames => ({
  names: [name],
  scopes: [namespace, 'oid'],
  condition: `${namespace} = current_schema()::regnamespace`,
});

const standard = (prefix: string, ...names: readonly string[]): SystemNames => ({
  names,
  scopes: [`${prefix}_schema`],
  condition: `${prefix}_schema = current_schema()`,
});

const systemNames: Readonly<Record<string, SystemNames>> = {
  pg_class: byNamespace('relname', 'relnamespace'),
  pg_type: byNamespace('typname', 'typnamespace'),
  pg_proc: byNamespace('proname', 'pronamespace'),
  pg_constraint: {
    names: ['conname'],
    scopes: ['connamespace', 'conrelid', 'contypid'],
    condition: 'connamespace = current_schema()::regnamespace',
  },
  pg_trigger: { names: ['tgname'], scopes: ['tgrelid'] },
  pg_policy: { names: ['polname'], scopes: ['polrelid'] },
  pg_attribute: { names: ['attname'], scopes: ['attrelid'] },
  pg_enum: { names: ['enumlabel'], scopes: ['enumtypid'] },
  pg_tables: bySchemaName('tablename'),
  pg_views: bySchemaName('viewname'),
  pg_matviews: bySchemaName('matviewname'),
  pg_sequences: bySchemaName('sequencename'),
  pg_indexes: { ...bySchemaName('indexname'), names: ['indexname', 'tablename'] },
  pg_policies: { ...bySchemaName('policyname'), names: ['policyname', 'tablename'] },
  'information_schema.tables': standard('table', 'table_name'),
  'information_schema.views': standard('table', 'table_name'),
  'information_schema.columns': standard('table', 'table_name', 'column_name'),
  'information_schema.table_constraints': {
    names: ['constraint_name', 'table_name'],
    scopes: ['table_schema', 'constraint_schema'],
    condition: 'table_schema = current_schema()',
  },
  'information_schema.key_column_usage': {
    names: ['constraint_name', 'table_name', 'column_name'],
    scopes: ['table_schema', 'constraint_schema'],
    condition: 'table_schema = current_schema()',
  },
  'information_schema.constraint_column_usage': {
    names: ['constraint_name', 'table_name', 'column_name'],
    scopes: ['table_schema', 'constraint_schema'],
    condition: 'table_schema = current_schema()',
  },
  'information_schema.referential_constraints': standard('constraint', 'constraint_name'),
  'information_schema.triggers': {
    names: ['trigger_name', 'event_object_table'],
    scopes: ['trigger_schema', 'event_object_schema'],
    condition: 'trigger_schema = current_schema()',
  },
  'information_schema.routines': standard('routine', 'routine_name'),
  'information_schema.sequences': standard('sequence', 'sequence_name'),
  pg_namespace: { names: [], scopes: ['nspname'] },
};

interface Source {
  readonly relation: RangeVar;
  readonly table: string;
  readonly alias: string;
  readonly system: SystemNames;
}

function checksOf(select: SelectStmt, query: Statement): readonly UnscopedCheck[] {
  const sources = (select.fromClause ?? []).flatMap(sourcesIn);
  const conditions = conditionsOf(select);
  const comparisons = conditions.flatMap((condition) => comparisonsIn(condition, sources));
  const scoped = scopedSources(sources, comparisons);
  const unscoped = sources.find(
    (source) => !scoped.has(source) && comparisons.some((comparison) => isNameOf(comparison, source)),
  );
  if (unscoped === undefined) return [];
  const name = comparisons.find((comparison) => isNameOf(comparison, unscoped));
  return [
    {
      table: unscoped.table,
      object: name?.constant,
      span: relationNameSpan(query, unscoped.relation.location, undefined),
      scope: scopeFor(unscoped, select, sources, query),
    },
  ];
}

function sourcesIn(item: Node): readonly Source[] {
  const join = nodeAs(item, 'JoinExpr');
  if (join !== undefined)
    return [join.larg, join.rarg].flatMap((side) => (side === undefined ? [] : sourcesIn(side)));
  const relation = nodeAs(item, 'RangeVar');
  if (relation?.relname === undefined) return [];
  const table =
    relation.schemaname === 'information_schema'
      ? `information_schema.${relation.relname}`
      : relation.relname;
  const system = systemNames[table];
  if (system === undefined) return [];
  return [{ relation, table, alias: relation.alias?.aliasname ?? relation.relname, system }];
}

function conditionsOf(select: SelectStmt): readonly Node[] {
  const conditions = select.whereClause === undefined ? [] : [select.whereClause];
  for (const item of select.fromClause ?? []) {
    walk(item, (node) => {
      const quals = nodeAs(node, 'JoinExpr')?.quals;
      if (quals !== undefined) conditions.push(quals);
      return undefined;
    });
  }
  return conditions;
}

/** A column of a system table, and what it is compared with. */
interface Comparison {
  readonly source: Source;
  readonly column: string;
  /** The other side where that is a column of a system table too. */
  readonly partner: Source | undefined;
  readonly constant: string | undefined;
}

function comparisonsIn(condition: Node, sources: readonly Source[]): readonly Comparison[] {
  const comparisons: Comparison[] = [];
  walk(condition, (node) => {
    const comparison = nodeAs(node, 'A_Expr');
    const [left, right] = [comparison?.lexpr, comparison?.rexpr];
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const column = columnIn(side, sources);
      if (column === undefined) continue;
      comparisons.push({
        ...column,
        partner: columnIn(other, sources)?.source,
        constant: nodeAs(other, 'A_Const')?.sval?.sval,
      });
    }
    // pg_table_is_visible(oid) and the like look at the search path.
    for (const argument of nodeAs(node, 'FuncCall')?.args ?? []) {
      const column = columnIn(argument, sources);
      if (column !== undefined) comparisons.push({ ...column, partner: undefined, constant: undefined });
    }
    return nodeAs(node, 'SubLink') === undefined;
  });
  return comparisons;
}

function columnIn(
  node: Node | undefined,
  sources: readonly Source[],
): { readonly source: Source; readonly column: string } | undefined {
  const inner = nodeAs(node, 'TypeCast')?.arg ?? node;
  const names = stringsOf(nodeAs(inner, 'ColumnRef')?.fields);
  const [table, column] = [names.at(-2), names.at(-1)];
  const source = sources.find(({ alias, system }) =>
    table === undefined ? [...system.names, ...system.scopes].includes(column ?? '') : alias === table,
  );
  return source === undefined || column === undefined ? undefined : { source, column };
}

/** Those whose schema or table a condition names, directly or over a join. */
function scopedSources(sources: readonly Source[], comparisons: readonly Comparison[]): ReadonlySet<Source> {
  const scoped = new Set<Source>();
  for (let before = -1; scoped.size > before;) {
    before = scoped.size;
    for (const { source, column, partner } of comparisons) {
      if (!source.system.scopes.includes(column)) continue;
      if (partner === undefined || partner === source || scoped.has(partner)) scoped.add(source);
    }
  }
  return scoped;
}

function isNameOf({ source, column, partner }: Comparison, wanted: Source): boolean {
  return source === wanted && partner === undefined && source.system.names.includes(column);
}

/** Right behind WHERE, unless an OR there would take the condition for itself. */
function scopeFor(
  { alias, system, relation }: Source,
  { whereClause }: SelectStmt,
  sources: readonly Source[],
  query: Statement,
): UnscopedCheck['scope'] {
  if (system.condition === undefined || whereClause === undefined) return undefined;
  if (nodeAs(whereClause, 'BoolExpr')?.boolop === 'OR_EXPR') return undefined;
  const tokens = tokensOf(query);
  const first = Math.min(...locationsIn(whereClause).map((location) => offsetInFile(query, location)));
  const where = lastKeywordBefore(tokens, 'WHERE', first);
  if (where === undefined) return undefined;
  const qualifier = sources.length > 1 || relation.alias !== undefined ? `${alias}.` : '';
  return { condition: `${qualifier}${system.condition}`, offset: where.end };
}

function locationsIn(tree: Node): readonly number[] {
  const locations: number[] = [];
  walk(tree, (node) => {
    for (const content of Object.values(node)) {
      const location: unknown = typeof content === 'object' ? Reflect.get(content, 'location') : undefined;
      if (typeof location === 'number' && location >= 0) locations.push(location);
    }
    return undefined;
  });
  return locations;
}
