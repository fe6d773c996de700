import type { ColumnRef, Node, RangeVar } from '@pgsql/types';
import type { Catalog } from '../model';
import { partsOf } from '../objectNames';
import { readQuery, type ColumnReading, type Reading } from './reading';

/** A copy of the tree in which `replace` has given new contents for some of its nodes; the rest is shared. */
export function rewriteTree(tree: Node, replace: (content: object) => object | undefined): Node {
  // The copy has the shape of the tree: `replace` gives contents of the same kind as it gets.
  return rewritten(tree, replace) as Node;
}

function rewritten(value: unknown, replace: (content: object) => object | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => rewritten(item, replace));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const replacement = replace(value);
  if (replacement !== undefined) return replacement;
  const entries = Object.entries(value).map(([key, content]): [string, unknown] => [
    key,
    rewritten(content, replace),
  ]);
  const isChanged = entries.some(([key, content]) => content !== Reflect.get(value, key));
  return isChanged ? Object.fromEntries(entries) : value;
}

/** The tree with the given column references renamed; a star keeps standing for its columns. */
export function renameColumnIn(tree: Node, readings: readonly ColumnReading[], to: string): Node {
  const nodes = new Set<object>(readings.map((reading) => reading.node));
  return rewriteTree(tree, (content) => (nodes.has(content) ? renamedReference(content, to) : undefined));
}

/**
 * The tree with every known relation's schema written out, as the server keeps queries by the identity of what they
 * read and not by the search path of a later session.
 */
export function qualifyRelations(tree: Node, reading: Reading, catalog: Catalog): Node {
  const names = new Map<object, string>(
    reading.relations.filter(({ name }) => catalog.relations.has(name)).map(({ node, name }) => [node, name]),
  );
  return rewriteTree(tree, (content) => {
    const name = names.get(content);
    return name === undefined ? undefined : { ...content, schemaname: partsOf(name).schema };
  });
}

/** The tree after a relation it reads was renamed or moved; the old name stays as alias, so its columns still bind. */
export function renameRelationIn(tree: Node, reading: Reading, from: string, to: string): Node {
  const nodes = new Set<object>(
    reading.relations.filter(({ name }) => name === from).map(({ node }) => node),
  );
  if (nodes.size === 0) return tree;
  const { schema, name } = partsOf(to);
  return rewriteTree(tree, (content) =>
    nodes.has(content) ? movedRangeVar(content, schema, name) : undefined,
  );
}

/** The tree of a table's own expression after the table was renamed: `old.column` becomes `new.column`. */
export function renameQualifierIn(tree: Node, reading: Reading, table: string, to: string): Node {
  const own = new Set<object>(
    reading.columns.filter(({ relation }) => relation === table).map(({ node }) => node),
  );
  const oldName = partsOf(table).name;
  return rewriteTree(tree, (content) => {
    if (!own.has(content) || !isColumnRef(content) || content.fields?.length !== 2) return undefined;
    const [qualifier, column] = content.fields;
    const isOwn = qualifier !== undefined && 'String' in qualifier && qualifier.String.sval === oldName;
    return isOwn && column !== undefined
      ? { ...content, fields: [{ String: { sval: to } }, column] }
      : undefined;
  });
}

/** What a view's stored query reads. */
export function readingOf(catalog: Catalog, query: Node | undefined): Reading {
  return query === undefined ? nothingRead : readQuery(catalog, query).reading;
}

const nothingRead: Reading = { relations: [], columns: [], calls: [], types: [] };

function renamedReference(content: object, to: string): object | undefined {
  if (!isColumnRef(content)) return undefined;
  const fields = content.fields ?? [];
  const last = fields.at(-1);
  if (last === undefined || 'A_Star' in last) return undefined;
  return { ...content, fields: [...fields.slice(0, -1), { String: { sval: to } }] };
}

function movedRangeVar(content: object, schema: string, name: string): object {
  const relation: RangeVar = content;
  const alias =
    relation.alias ?? (relation.relname === undefined ? undefined : { aliasname: relation.relname });
  return { ...relation, schemaname: schema, relname: name, ...(alias === undefined ? {} : { alias }) };
}

function isColumnRef(content: object): content is ColumnRef {
  return 'fields' in content;
}
