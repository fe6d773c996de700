import type { Node } from '@pgsql/types';
import { nodeAs, sqlOf, stringsOf, type NodeOf } from '../../../sql';
import { someNode } from '../treeSearch';
import { columnTerm, type Term } from './equalityClasses';
import type { QueryBlock, RangeItem } from './rangeItems';

/** What one column of a query's result is known to be equal to: a term for each arm of a UNION. */
export interface OutputColumn {
  readonly name: string | undefined;
  readonly terms: readonly Term[];
}

/** Results of the sub-selects of a statement, once they are read. */
export type SubselectOutputs = ReadonlyMap<object, readonly OutputColumn[]>;

export type Equality = readonly [Term, Term];

/**
 * The equalities that a condition implies wherever it holds: those of its conjuncts, and of a disjunction those that
 * each of its operands implies.
 */
export function equalitiesOf(
  condition: Node | undefined,
  block: QueryBlock,
  outputs: SubselectOutputs,
): readonly Equality[] {
  if (condition === undefined) return [];
  const boolean = nodeAs(condition, 'BoolExpr');
  if (boolean !== undefined) return ofBoolean(boolean, block, outputs);
  const comparison = nodeAs(condition, 'A_Expr');
  return comparison === undefined ? [] : ofComparison(comparison, block, outputs);
}

/** Pairs what stands on the two sides of an equality: column by column where both are rows. */
export function pairedTerms(
  left: Node | undefined,
  right: Node | undefined,
  block: QueryBlock,
  outputs: SubselectOutputs,
): readonly Equality[] {
  const lefts = sideTerms(left, block, outputs);
  const rights = sideTerms(right, block, outputs);
  if (lefts.length !== rights.length) return [];
  return lefts.flatMap((terms, place) =>
    terms.flatMap((term) => (rights[place] ?? []).map((other): Equality => [term, other])),
  );
}

/** The term that an expression stands for; undefined where it computes something from columns. */
export function termOf(expression: Node | undefined, block: QueryBlock): Term | undefined {
  const bare = withoutCasts(expression);
  if (bare === undefined) return undefined;
  const column = nodeAs(bare, 'ColumnRef');
  if (column !== undefined) return termOfColumn(column, block);
  const carried = chosenValue(bare) ?? valueWithAffixes(bare);
  if (carried !== undefined) return termOf(carried, block);
  return readsRows(bare) ? undefined : `expression ${sqlOf(bare)}`;
}

/** The constant among terms that are equal, as SQL; undefined where none is a literal. */
export function constantIn(terms: readonly Term[]): string | undefined {
  const literal = /^expression ('(?:[^']|'')*'|\d+)$/;
  return terms.flatMap((term) => literal.exec(term)?.[1] ?? [])[0];
}

/**
 * What a call takes from one of the rows that it goes through. Which other values come from the same row it does not
 * say; that all rows of a group are of one tenant is asked for on its own.
 */
function chosenValue(expression: Node): Node | undefined {
  const call = nodeAs(expression, 'FuncCall');
  const isChoice = choices.has(stringsOf(call?.funcname).at(-1) ?? '');
  return isChoice && call?.args?.length === 1 ? call.args[0] : undefined;
}

/** What constants are put before or after, as in `'document_' || id`: it tells rows apart as well as the value alone. */
function valueWithAffixes(expression: Node): Node | undefined {
  const concatenation = nodeAs(expression, 'A_Expr');
  if (stringsOf(concatenation?.name).at(-1) !== '||') return undefined;
  const operands = [concatenation?.lexpr, concatenation?.rexpr].flatMap((operand) => operand ?? []);
  const varying = operands.filter(readsRows);
  return varying.length === 1 ? varying[0] : undefined;
}

const choices = new Set(['min', 'max', 'any_value', 'array_agg', 'unnest']);

/**
 * The item and column that a column reference means, searched from the inner query level outwards; what no item has is a
 * variable of the block or function around the statement.
 */
export function termOfColumn(reference: NodeOf<'ColumnRef'>, block: QueryBlock): Term | undefined {
  const names = stringsOf(reference.fields);
  const column = names.at(-1);
  const qualifier = names.at(-2);
  if (column === undefined || names.length !== (reference.fields ?? []).length) return undefined;
  const item = qualifier === undefined ? itemWithColumn(column, block) : itemNamed(qualifier, column, block);
  if (item !== undefined) return columnTerm(item.id, column);
  return isOfUnknownItem(qualifier, block) ? undefined : `variable ${names.join('.')}`;
}

/** Whether a name may belong to an item whose columns nobody knows. */
function isOfUnknownItem(qualifier: string | undefined, block: QueryBlock | undefined): boolean {
  if (block === undefined) return false;
  const isIt = block.items.some(({ name, columns }) =>
    qualifier === undefined ? columns === undefined : name === qualifier,
  );
  return isIt || isOfUnknownItem(qualifier, block.around);
}

function ofBoolean(
  boolean: NodeOf<'BoolExpr'>,
  block: QueryBlock,
  outputs: SubselectOutputs,
): readonly Equality[] {
  const operands = (boolean.args ?? []).map((operand) => equalitiesOf(operand, block, outputs));
  switch (boolean.boolop) {
    case 'AND_EXPR':
      return operands.flat();
    case 'OR_EXPR':
      return (operands[0] ?? []).filter((equality) =>
        operands.every((others) => others.some((other) => isSame(equality, other))),
      );
    default:
      return [];
  }
}

function ofComparison(
  comparison: NodeOf<'A_Expr'>,
  block: QueryBlock,
  outputs: SubselectOutputs,
): readonly Equality[] {
  if (stringsOf(comparison.name).at(-1) !== '=') return [];
  switch (comparison.kind) {
    case 'AEXPR_OP':
    case 'AEXPR_OP_ANY':
    case 'AEXPR_NOT_DISTINCT':
      return pairedTerms(comparison.lexpr, comparison.rexpr, block, outputs);
    case 'AEXPR_IN': {
      const items = nodeAs(comparison.rexpr, 'List')?.items ?? [];
      return items.length === 1 ? pairedTerms(comparison.lexpr, items[0], block, outputs) : [];
    }
    default:
      return [];
  }
}

/** For each column of one side the terms that it may be. */
function sideTerms(
  side: Node | undefined,
  block: QueryBlock,
  outputs: SubselectOutputs,
): readonly (readonly Term[])[] {
  const bare = withoutCasts(side);
  if (bare === undefined) return [];
  const row = nodeAs(bare, 'RowExpr');
  if (row !== undefined) return (row.args ?? []).flatMap((argument) => sideTerms(argument, block, outputs));
  const subLink = nodeAs(bare, 'SubLink');
  if (subLink !== undefined) return (outputs.get(subLink) ?? []).map((output) => output.terms);
  const term = termOf(bare, block);
  return [term === undefined ? [] : [term]];
}

function withoutCasts(expression: Node | undefined): Node | undefined {
  if (expression === undefined) return undefined;
  const inner = nodeAs(expression, 'TypeCast')?.arg ?? nodeAs(expression, 'CollateClause')?.arg;
  return inner === undefined ? expression : withoutCasts(inner);
}

/** Whether the expression's value hangs on a row, so that two mentions of it may differ. */
function readsRows(expression: Node): boolean {
  return someNode(expression, (_node, kind) => ['ColumnRef', 'SubLink', 'SetToDefault'].includes(kind));
}

function itemNamed(name: string, column: string, block: QueryBlock | undefined): RangeItem | undefined {
  if (block === undefined) return undefined;
  const item = block.items.find((candidate) => candidate.name === name && mayHave(candidate, column));
  return item ?? itemNamed(name, column, block.around);
}

function itemWithColumn(column: string, block: QueryBlock | undefined): RangeItem | undefined {
  if (block === undefined) return undefined;
  const known = block.items.find(
    (item) =>
      item.columns?.includes(column) === true || (item.definition !== undefined && systemColumns.has(column)),
  );
  if (known !== undefined) return known;
  const unknown = block.items.filter((item) => item.columns === undefined);
  if (unknown.length > 0) return unknown.length === 1 ? unknown[0] : undefined;
  return itemWithColumn(column, block.around);
}

function mayHave(item: RangeItem, column: string): boolean {
  return item.columns === undefined || item.columns.includes(column) || systemColumns.has(column);
}

const systemColumns = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

function isSame(left: Equality, right: Equality): boolean {
  return (left[0] === right[0] && left[1] === right[1]) || (left[0] === right[1] && left[1] === right[0]);
}
