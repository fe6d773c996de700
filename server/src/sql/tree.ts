import type { Node, RangeVar, TypeName } from '@pgsql/types';
import { deparseSync } from 'pgsql-deparser';

/** The name of a node's kind, such as `AlterTableStmt`. */
export type NodeKind = Node extends infer Each ? (Each extends Each ? keyof Each : never) : never;

/** What a node of that kind holds. */
export type NodeOf<Kind extends NodeKind> = Extract<Node, Record<Kind, unknown>>[Kind];

/** The node's content if it is of that kind. */
export function nodeAs<Kind extends NodeKind>(node: Node | undefined, kind: Kind): NodeOf<Kind> | undefined {
  // A node is an object whose only key is its kind, which the union type cannot say for a kind held in a variable.
  // A plain look-up: every rule asks this of every statement, and `Reflect.get` costs many times as much.
  return (node as Partial<Readonly<Record<NodeKind, unknown>>> | undefined)?.[kind] as
    NodeOf<Kind> | undefined;
}

/** The kind of a statement or expression node. */
export function kindOf(node: Node): NodeKind {
  // A node of libpg-query is an object with exactly one key: its kind.
  return Object.keys(node)[0] as NodeKind;
}

/** A possibly schema-qualified name as written; names are already folded to lower case by the parser unless quoted. */
export interface WrittenName {
  readonly schema: string | undefined;
  readonly name: string;
}

export function nameOfRangeVar(relation: RangeVar | undefined): WrittenName | undefined {
  if (relation?.relname === undefined) return undefined;
  return { schema: relation.schemaname, name: relation.relname };
}

/** A name given as a list of String nodes, or as a List node of them: `{schema, name}` by its last two parts. */
export function nameOfParts(parts: Node | readonly Node[] | undefined): WrittenName | undefined {
  const strings = stringsOf(parts);
  const name = strings.at(-1);
  return name === undefined ? undefined : { schema: strings.at(-2), name };
}

/** The values of String nodes in a list, a List node or a single String node. */
export function stringsOf(parts: Node | readonly Node[] | undefined): readonly string[] {
  if (parts === undefined) return [];
  const items = isNodeList(parts) ? parts : (nodeAs(parts, 'List')?.items ?? [parts]);
  return items.flatMap((item) => nodeAs(item, 'String')?.sval ?? []);
}

/** A type as a syntax tree names it: base name without `pg_catalog`, modifiers, array dimensions. */
export interface WrittenType extends WrittenName {
  readonly modifiers: readonly (number | string)[];
  readonly arrayDimensions: number;
  readonly setOf: boolean;
}

export function typeOf(typeName: TypeName | undefined): WrittenType | undefined {
  const name = nameOfParts(typeName?.names);
  if (typeName === undefined || name === undefined) return undefined;
  return {
    schema: name.schema === 'pg_catalog' ? undefined : name.schema,
    name: name.name,
    modifiers: (typeName.typmods ?? []).map(constantOf).filter((value) => value !== undefined),
    arrayDimensions: typeName.arrayBounds?.length ?? 0,
    setOf: typeName.setof ?? false,
  };
}

/** A constant's value: integers as numbers, all else as text; undefined where the node is no constant. */
export function constantOf(node: Node): number | string | undefined {
  const constant = nodeAs(node, 'A_Const');
  if (constant === undefined || constant.isnull === true) return undefined;
  if (constant.ival !== undefined) return constant.ival.ival ?? 0;
  if (constant.fval !== undefined) return constant.fval.fval;
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  return constant.sval?.sval ?? constant.bsval?.bsval ?? '';
}

/** SQL text of an expression or statement tree, in the deparser's spelling. Its pretty form would indent strings too. */
export function sqlOf(node: Node): string {
  return deparseSync(node, { pretty: false });
}

/** The same over several lines, for people; it also indents strings that have line ends, so that they change. */
export function prettySqlOf(node: Node): string {
  return deparseSync(node, { pretty: true });
}

/** Visits a node and all nodes below it, parents first; return `false` from `visit` to leave a subtree out. */
export function walk(node: Node, visit: (node: Node, kind: NodeKind) => boolean | undefined): void {
  if (visit(node, kindOf(node)) === false) return;
  for (const content of Object.values(node)) walkContent(content, visit);
}

function walkContent(content: unknown, visit: (node: Node, kind: NodeKind) => boolean | undefined): void {
  if (Array.isArray(content)) {
    for (const item of content) walkContent(item, visit);
    return;
  }
  if (typeof content !== 'object' || content === null) return;
  if (isNode(content)) {
    walk(content, visit);
    return;
  }
  for (const value of Object.values(content)) walkContent(value, visit);
}

/** The names of all relations in a tree. Where a node can have no other kind of part, the tree leaves out its kind. */
export function relationsNamedIn(tree: Node): readonly WrittenName[] {
  return rangeVarsIn(tree).map(({ schemaname, relname }) => ({ schema: schemaname, name: relname }));
}

/** The same with their aliases and places. */
export function rangeVarsIn(tree: Node): readonly NamedRangeVar[] {
  const found: NamedRangeVar[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isRangeVar(value)) found.push(value);
    Object.values(value).forEach(collect);
  };
  collect(tree);
  return found;
}

type NamedRangeVar = RangeVar & { readonly relname: string };

function isRangeVar(value: object): value is NamedRangeVar {
  return typeof Reflect.get(value, 'relname') === 'string';
}

/** Kinds start with a capital, fields of a node do not. */
function isNode(value: object): value is Node {
  let keys = 0;
  let isKind = false;
  for (const key in value) {
    keys++;
    isKind = key >= 'A' && key < '[';
  }
  return keys === 1 && isKind;
}

function isNodeList(parts: Node | readonly Node[]): parts is readonly Node[] {
  return Array.isArray(parts);
}
