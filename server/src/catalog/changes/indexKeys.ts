import type { Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../../sql';
import type { IndexKey } from '../model';
import { impliedColumnName } from '../trees/columnNames';

/** One key of an index as CREATE INDEX or EXCLUDE writes it. */
export function indexKeyOf(node: Node): IndexKey | undefined {
  const element = nodeAs(node, 'IndexElem');
  if (element === undefined) return undefined;
  const descending = element.ordering === 'SORTBY_DESC';
  const common = {
    descending,
    nulls: nullsOrder(element.nulls_ordering, descending),
    operatorClass: stringsOf(element.opclass).at(-1),
    collation: stringsOf(element.collation).at(-1),
  };
  if (element.name !== undefined) return { ...common, column: element.name };
  return element.expr === undefined ? undefined : { ...common, expression: element.expr };
}

/** The names that an index's columns get, from which its own default name is made; a repeated one gets a number. */
export function indexColumnNames(keys: readonly IndexKey[], include: readonly string[]): readonly string[] {
  const names: string[] = [];
  const wanted = keys.map((key) => key.column ?? impliedColumnName(key.expression) ?? 'expr');
  for (const name of [...wanted, ...include]) {
    let candidate = name;
    for (let count = 1; names.includes(candidate); count++) candidate = `${name}${count}`;
    names.push(candidate);
  }
  return names;
}

function nullsOrder(written: string | undefined, descending: boolean): 'first' | 'last' {
  if (written === 'SORTBY_NULLS_FIRST') return 'first';
  if (written === 'SORTBY_NULLS_LAST') return 'last';
  return descending ? 'first' : 'last';
}
