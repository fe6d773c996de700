import type { Node } from '@pgsql/types';
import { nodeAs } from '../../../sql';
import { columnTerm, type Term } from './equalityClasses';
import { termOf, type OutputColumn } from './expressions';
import type { QueryBlock, RangeItem } from './rangeItems';
import type { Scope, StatementReader } from './statementReader';

/** What the SET list of an UPDATE assigns, by column; undefined for what nobody can tell. */
export function readAssignments(
  targets: readonly Node[] | undefined,
  block: QueryBlock,
  reader: StatementReader,
  scope: Scope,
): ReadonlyMap<string, Term | undefined> {
  const assigned = new Map<string, Term | undefined>();
  for (const node of targets ?? []) {
    const target = nodeAs(node, 'ResTarget');
    if (target?.name === undefined) continue;
    const several = nodeAs(target.val, 'MultiAssignRef');
    if (several === undefined) {
      reader.readSubselects(target.val, block, scope);
      assigned.set(target.name, assignedTerm(target.val, block, reader));
      continue;
    }
    // Each column of `(a, b) = (SELECT …)` carries the same source; it is read with the first of them.
    if (several.colno === 1) reader.readSubselects(several.source, block, scope);
    assigned.set(target.name, undefined);
  }
  return assigned;
}

function assignedTerm(value: Node | undefined, block: QueryBlock, reader: StatementReader): Term | undefined {
  const subLink = nodeAs(value, 'SubLink');
  if (subLink !== undefined) return reader.outputs.get(subLink)?.[0]?.terms[0];
  return termOf(value, block);
}

/** The inserted row has in each column what is selected or computed for it. */
export function equateInserted(
  reader: StatementReader,
  target: RangeItem,
  columns: readonly string[],
  outputs: readonly OutputColumn[],
): void {
  columns.forEach((column, place) => {
    for (const term of outputs[place]?.terms ?? []) {
      reader.classes.equate(columnTerm(target.id, column), term);
    }
  });
}
