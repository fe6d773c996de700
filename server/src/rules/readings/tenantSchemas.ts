import type { Node, RangeVar } from '@pgsql/types';
import { resolveRelation, type Catalog, type QualifiedName } from '../../catalog';
import type { Policy } from '../../project';
import {
  kindOf,
  nameOfRangeVar,
  nodeAs,
  stringsOf,
  tokensOf,
  walk,
  type Span,
  type SqlToken,
  type Statement,
} from '../../sql';
import { isPlaceholder, isTenantRun, sideOfSchema } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { namedObject } from './namedObjects';

export { isPlaceholder, sideOfSchema };

export function isSchemaTenancy({ tenancy }: Policy): boolean {
  return tenancy.model === 'schema';
}

/** Whether the script runs once for each tenant, with the tenant's schema first on the search path. */
export function isTenantScript({ migration, policy }: ReviewedMigration): boolean {
  return isTenantRun(migration, policy);
}

/** Which side of the fence an object is on, by the schema that it is in. */
export function sideOf(name: QualifiedName, policy: Policy): 'tenant' | 'shared' | undefined {
  return sideOfSchema(schemaOf(name), policy);
}

export function schemaOf(name: QualifiedName): string {
  return name.slice(0, name.indexOf('.'));
}

/** `schema.name` as a statement writes it. */
export interface Qualifier {
  readonly schema: string;
  readonly name: string;
  /** The schema and its dot. */
  readonly span: Span;
}

/** The schemas that a statement writes before names of relations, types, functions and the like. */
export function qualifiersIn(statement: Statement): readonly Qualifier[] {
  if (statement.tree === undefined) return [];
  const qualified = qualifiedNamesIn(statement.tree);
  if (qualified.size === 0) return [];
  const tokens = tokensOf(statement);
  return tokens.flatMap((token, place) => {
    const [dot, last] = [tokens[place + 1], tokens[place + 2]];
    if (dot?.text !== '.' || last === undefined || tokens[place - 1]?.text === '.') return [];
    const [schema, name] = [identifierOf(token), identifierOf(last)];
    if (!qualified.has(`${schema}.${name}`)) return [];
    return [{ schema, name, span: { start: token.start, end: dot.end } }];
  });
}

/** A relation, type or function of the database that a statement makes, changes or drops, and whether it names the schema. */
export interface ChangedObject {
  readonly name: QualifiedName;
  readonly isQualified: boolean;
  readonly change: 'make' | 'change' | 'drop' | 'rows';
}

/** What the statement is about: rows that it writes, objects that it makes, changes or drops. */
export function changedObjects({ statement, before, after }: ReviewedStatement): readonly ChangedObject[] {
  const { tree } = statement;
  if (tree === undefined) return [];
  return [
    ...droppedIn(tree, before),
    ...relationsChangedIn(tree, before, after),
    ...namesMadeIn(tree, before, after),
  ];
}

/** Range variables that the statement, or a WITH of it, writes to. */
export function writtenTargets(tree: Node): readonly RangeVar[] {
  const targets = [...rangeVarsOf(tree)];
  walk(tree, (node) => {
    if (node !== tree && rowChanges.has(kindOf(node))) targets.push(...rangeVarsOf(node));
    return undefined;
  });
  return targets;
}

const rowChanges: ReadonlySet<string> = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CopyStmt',
]);
const makers: ReadonlySet<string> = new Set([
  'CreateStmt',
  'CreateTableAsStmt',
  'ViewStmt',
  'CreateSeqStmt',
  'CreateForeignTableStmt',
]);
/** Statements that name a relation and leave it as it is. */
const readers: ReadonlySet<string> = new Set([
  'SelectStmt',
  'LockStmt',
  'VacuumStmt',
  'GrantStmt',
  'CommentStmt',
  'ExplainStmt',
]);

function relationsChangedIn(tree: Node, before: Catalog, after: Catalog): readonly ChangedObject[] {
  return writtenTargets(tree).flatMap((target) => {
    const written = nameOfRangeVar(target);
    if (written === undefined || target.relpersistence === 't') return [];
    const isMade = makers.has(kindOf(tree));
    const change = isMade
      ? 'make'
      : rowChanges.has(kindOf(tree)) || kindOf(tree) === 'SelectStmt'
        ? 'rows'
        : 'change';
    return [
      {
        name: resolveRelation(isMade ? after : before, written),
        isQualified: written.schema !== undefined,
        change,
      },
    ];
  });
}

function droppedIn(tree: Node, before: Catalog): readonly ChangedObject[] {
  const drop = nodeAs(tree, 'DropStmt');
  return (drop?.objects ?? []).flatMap((object) => {
    const named = namedObject(before, drop?.removeType, object);
    if (named === undefined || !['relation', 'index', 'sequence', 'type', 'routine'].includes(named.kind))
      return [];
    const parts =
      nodeAs(object, 'TypeName')?.names ??
      nodeAs(object, 'ObjectWithArgs')?.objname ??
      nodeAs(object, 'List')?.items;
    return [{ name: named.name, isQualified: (parts?.length ?? 1) > 1, change: 'drop' as const }];
  });
}

/** Types and routines, which have no range variable. */
function namesMadeIn(tree: Node, before: Catalog, after: Catalog): readonly ChangedObject[] {
  const parts =
    nodeAs(tree, 'CreateEnumStmt')?.typeName ??
    nodeAs(tree, 'CreateDomainStmt')?.domainname ??
    nodeAs(tree, 'CreateRangeStmt')?.typeName ??
    nodeAs(tree, 'CreateFunctionStmt')?.funcname;
  const altered = nodeAs(tree, 'AlterEnumStmt')?.typeName ?? nodeAs(tree, 'AlterDomainStmt')?.typeName;
  const names = stringsOf(parts ?? altered);
  const name = names.at(-1);
  if (name === undefined) return [];
  const schema = names.at(-2);
  const searched = altered === undefined ? after.searchPath.slice(0, 1) : before.searchPath;
  const found = searched.find((each) => before.types.has(`${each}.${name}`)) ?? searched[0] ?? 'public';
  return [
    {
      name: `${schema ?? found}.${name}`,
      isQualified: schema !== undefined,
      change: altered === undefined ? 'make' : 'change',
    },
  ];
}

function rangeVarsOf(tree: Node): readonly RangeVar[] {
  if (readers.has(kindOf(tree)))
    return nodeAs(tree, 'SelectStmt')?.intoClause?.rel === undefined
      ? []
      : [nodeAs(tree, 'SelectStmt')?.intoClause?.rel ?? {}];
  const copy = nodeAs(tree, 'CopyStmt');
  if (copy !== undefined) return copy.is_from === true && copy.relation !== undefined ? [copy.relation] : [];
  const content: object = Object.values(tree)[0] ?? {};
  const fields = ['relation', 'view', 'table', 'sequence', 'typevar'].map((field): unknown =>
    Reflect.get(content, field),
  );
  const into: unknown = Reflect.get(Object(Reflect.get(content, 'into')) as object, 'rel');
  const base: unknown = Reflect.get(Object(Reflect.get(content, 'base')) as object, 'relation');
  const relations =
    nodeAs(tree, 'TruncateStmt')?.relations?.flatMap((node) => nodeAs(node, 'RangeVar') ?? []) ?? [];
  return [...[...fields, into, base].filter(isRangeVar), ...relations];
}

function isRangeVar(value: unknown): value is RangeVar {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'relname') === 'string';
}

/** `schema.name` of each range variable and of each name in parts; not of columns, whose qualifier is a relation. */
function qualifiedNamesIn(tree: Node): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown, key: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      const parts = stringsOf(value as Node[]);
      const isName = parts.length === value.length && parts.length > 1 && key !== 'fields';
      if (isName) found.add(`${parts[0] ?? ''}.${parts[1] ?? ''}`);
      for (const item of value) collect(item, key);
      return;
    }
    const [schema, name] = [
      Reflect.get(value, 'schemaname') as unknown,
      Reflect.get(value, 'relname') as unknown,
    ];
    if (typeof schema === 'string' && typeof name === 'string') found.add(`${schema}.${name}`);
    for (const [field, inner] of Object.entries(value)) collect(inner, field);
  };
  collect(tree, '');
  return found;
}

/** Folded as the server folds it. */
function identifierOf({ text }: SqlToken): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}
