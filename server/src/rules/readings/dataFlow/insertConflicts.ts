import { findConstraint, isTable } from '../../../catalog';
import { nodeAs, type NodeOf } from '../../../sql';
import { columnTerm } from './equalityClasses';
import type { RangeItem } from './rangeItems';
import type { Scope, StatementReader } from './statementReader';

/**
 * Reads ON CONFLICT … DO UPDATE: its expressions name the row that is there by the table's name, and the one that was to be
 * inserted as `excluded`. The two are alike in the columns of the key that they meet in.
 */
export function readConflict(
  { onConflictClause: clause, relation }: NodeOf<'InsertStmt'>,
  inserted: RangeItem,
  reader: StatementReader,
  scope: Scope,
): void {
  if (clause?.action !== 'ONCONFLICT_UPDATE') return;
  const block = reader.newBlock(undefined);
  const { columns = [], span } = inserted;
  const asInserted = columns.map((name) => ({ name, terms: [columnTerm(inserted.id, name)] }));
  const met = keyColumns(clause, inserted) ?? columns;
  const asMet = asInserted.map((output) => (met.includes(output.name) ? output : { ...output, terms: [] }));
  reader.addDerived('excluded', span, asInserted, [], block, scope);
  reader.addDerived(relation?.alias?.aliasname ?? relation?.relname, span, asMet, [], block, scope);
  for (const assignment of clause.targetList ?? []) {
    reader.readSubselects(nodeAs(assignment, 'ResTarget')?.val, block, scope);
  }
  reader.readSubselects(clause.whereClause, block, scope);
}

/** Undefined where nobody can tell them, as of an index on an expression. */
function keyColumns(
  { infer }: NodeOf<'OnConflictClause'>,
  { definition }: RangeItem,
): readonly string[] | undefined {
  if (infer?.conname !== undefined) {
    return definition !== undefined && isTable(definition)
      ? findConstraint(definition, infer.conname)?.columns
      : undefined;
  }
  const columns = (infer?.indexElems ?? []).map((element) => nodeAs(element, 'IndexElem')?.name);
  return columns.every((column) => column !== undefined) ? columns : undefined;
}
