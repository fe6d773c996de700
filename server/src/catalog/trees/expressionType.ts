import type { Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../../sql';
import type { Catalog, ColumnType } from '../model';
import { columnTypeOf, resolveRoutine, unknownType } from '../query/resolve';

/** Return types of the built-in functions that queries of migrations use most. */
const builtInResults: Readonly<Record<string, string>> = {
  count: 'int8',
  row_number: 'int8',
  rank: 'int8',
  dense_rank: 'int8',
  now: 'timestamptz',
  gen_random_uuid: 'uuid',
  concat: 'text',
  string_agg: 'text',
  current_setting: 'text',
  to_char: 'text',
  length: 'int4',
  jsonb_build_object: 'jsonb',
  jsonb_agg: 'jsonb',
  json_build_object: 'json',
  json_agg: 'json',
  to_tsvector: 'tsvector',
};

const comparison = /^(?:=|<>|!=|<|>|<=|>=|~~?\*?|!~~?\*?|&&|@>|<@)$/;

/** The type of an expression as far as its text and the catalog say; `unknown` where only the server could tell. */
export function expressionType(
  catalog: Catalog,
  expression: Node | undefined,
  columnType: (reference: Node) => ColumnType | undefined,
): ColumnType {
  if (expression === undefined) return unknownType;
  const inner = (node: Node | undefined) => expressionType(catalog, node, columnType);
  if (nodeAs(expression, 'ColumnRef') !== undefined) return columnType(expression) ?? unknownType;
  const cast = nodeAs(expression, 'TypeCast');
  if (cast !== undefined) return columnTypeOf(catalog, cast.typeName);
  const coalesce = nodeAs(expression, 'CoalesceExpr');
  if (coalesce !== undefined) return commonType((coalesce.args ?? []).map(inner));
  const collate = nodeAs(expression, 'CollateClause');
  if (collate !== undefined) return inner(collate.arg);
  const call = nodeAs(expression, 'FuncCall');
  if (call !== undefined) return callType(catalog, stringsOf(call.funcname));
  const operation = nodeAs(expression, 'A_Expr');
  if (operation?.kind === 'AEXPR_OP' && comparison.test(stringsOf(operation.name).at(-1) ?? '')) {
    return builtIn('bool');
  }
  if (nodeAs(expression, 'BoolExpr') ?? nodeAs(expression, 'NullTest') ?? nodeAs(expression, 'BooleanTest')) {
    return builtIn('bool');
  }
  return constantType(expression);
}

/** Where types differ the server looks for one that they have in common, by rules that would have to be repeated here. */
export function commonType([first, ...others]: readonly ColumnType[]): ColumnType {
  if (first === undefined) return unknownType;
  const isSame = ({ schema, name, arrayDimensions }: ColumnType) =>
    schema === first.schema && name === first.name && arrayDimensions === first.arrayDimensions;
  return others.every(isSame) ? first : unknownType;
}

function callType(catalog: Catalog, names: readonly string[]): ColumnType {
  const name = names.at(-1) ?? '';
  const routines = catalog.routines.get(resolveRoutine(catalog, { schema: names.at(-2), name }));
  if (routines?.length === 1) return routines[0]?.returns ?? unknownType;
  const result = builtInResults[name];
  return result === undefined ? unknownType : builtIn(result);
}

function constantType(expression: Node): ColumnType {
  const constant = nodeAs(expression, 'A_Const');
  if (constant === undefined) return unknownType;
  if (constant.ival !== undefined) return builtIn('int4');
  if (constant.fval !== undefined) return builtIn('numeric');
  if (constant.boolval !== undefined) return builtIn('bool');
  return builtIn('text');
}

function builtIn(name: string): ColumnType {
  return { schema: undefined, name, modifiers: [], arrayDimensions: 0 };
}
