import type { Node } from '@pgsql/types';
import {
  isHole,
  type SqlTemplate,
  nodeAs,
  relationsNamedIn,
  scanSql,
  stringsOf,
  type Statement,
} from '../sql';
import type { Catalog, QualifiedName } from './model';
import { resolveRelation } from './query/resolve';

/** The relations of the catalog that a statement names somewhere, in its own text or in the body that it runs. */
export function possiblyChanged(catalog: Catalog, statement: Statement): readonly QualifiedName[] {
  const named = new Set<QualifiedName>();
  if (statement.tree !== undefined) {
    for (const name of relationsInTree(catalog, statement.tree)) named.add(name);
    for (const body of bodiesOf(statement.tree)) {
      for (const name of relationsInText(catalog, body)) named.add(name);
    }
  }
  return [...named].filter((name) => catalog.relations.has(name));
}

/**
 * The relations that SQL put together from a template may change: those that it names, and where a name is put in when
 * the code runs, all that the code around names.
 */
export function relationsInTemplate(
  catalog: Catalog,
  { trees }: SqlTemplate,
  around: Statement,
): readonly QualifiedName[] {
  const named = trees.flatMap((tree) => relationsInTree(catalog, tree));
  if (named.length === 0 || named.some(isHole)) return possiblyChanged(catalog, around);
  return named.filter((name) => catalog.relations.has(name));
}

/** Names in running text, strings within it included: `EXECUTE 'ALTER TABLE accounts …'`. */
function relationsInText(catalog: Catalog, text: string): readonly QualifiedName[] {
  const words = scanSql(text).map((token) => token.text);
  return words.flatMap((word, index) => {
    if (word.startsWith("'") && word.length > 2) return relationsInText(catalog, word.slice(1, -1));
    const schema = words[index - 1] === '.' ? identifierOf(words[index - 2] ?? '') : undefined;
    const name = identifierOf(word);
    return name === undefined ? [] : [resolveRelation(catalog, { schema, name })];
  });
}

function identifierOf(word: string): string | undefined {
  if (/^"(?:[^"]|"")+"$/.test(word)) return word.slice(1, -1).replaceAll('""', '"');
  return /^[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*$/.test(word) ? word.toLowerCase() : undefined;
}

function relationsInTree(catalog: Catalog, tree: Node): readonly QualifiedName[] {
  return relationsNamedIn(tree).map((written) => resolveRelation(catalog, written));
}

function bodiesOf(tree: Node): readonly string[] {
  return (nodeAs(tree, 'DoStmt')?.args ?? []).flatMap((node) => {
    const definition = nodeAs(node, 'DefElem');
    return definition?.defname === 'as' ? stringsOf(definition.arg) : [];
  });
}
