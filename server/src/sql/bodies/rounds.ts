import type { Node } from '@pgsql/types';
import { nodeAs, stringsOf } from '../tree';

/** What the variables of a loop hold in one turn, by `name` or `record.field`. */
export type Round = ReadonlyMap<string, string>;

/** The variables that a loop fills. */
export type LoopVariable =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'record'; readonly name: string };

/** What a variable holds all the time, where the code says so. */
export type Known = (variable: string) => Node | undefined;

/** A longer list is data rather than a way to write statements. */
const mostRounds = 64;

/** The turns of `FOREACH variable IN ARRAY value`; undefined where the code does not spell the array out. */
export function roundsOverArray(
  value: Node | undefined,
  variable: string,
  known: Known,
): readonly Round[] | undefined {
  const texts = textsIn(value, known);
  return texts === undefined || texts.length > mostRounds
    ? undefined
    : texts.map((text) => new Map([[variable, text]]));
}

/** The turns of `FOR variable IN query`, where the query is VALUES or the elements of an array. */
export function roundsOverQuery(
  query: Node | undefined,
  variable: LoopVariable,
  known: Known,
): readonly Round[] | undefined {
  const found = rowsOf(query, known);
  if (found === undefined || found.rows.length > mostRounds) return undefined;
  return found.rows.map((row) => roundOf(row, found.columns, variable));
}

function roundOf(row: readonly string[], columns: readonly string[], variable: LoopVariable): Round {
  return new Map(
    row.flatMap((value, place): [string, string][] => {
      const name =
        variable.kind === 'names' ? variable.names[place] : `${variable.name}.${columns[place] ?? ''}`;
      return name === undefined ? [] : [[name, value]];
    }),
  );
}

interface Rows {
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly string[];
}

/** `VALUES …`, `SELECT unnest(…)`, and `SELECT * FROM` one of these. */
function rowsOf(query: Node | undefined, known: Known): Rows | undefined {
  const select = nodeAs(query, 'SelectStmt');
  if (select === undefined || select.whereClause !== undefined || select.op !== 'SETOP_NONE')
    return undefined;
  if (select.valuesLists !== undefined) return listedRows(select.valuesLists);
  const [target, ...others] = (select.targetList ?? []).flatMap((node) => nodeAs(node, 'ResTarget') ?? []);
  if (target === undefined || others.length > 0) return undefined;
  const [source, ...joined] = select.fromClause ?? [];
  if (source === undefined) return elements(target.val, target.name ?? 'unnest', known);
  const read = joined.length === 0 ? rowsFrom(source, known) : undefined;
  const column = stringsOf(nodeAs(target.val, 'ColumnRef')?.fields).at(-1);
  const isWhole = nodeAs(target.val, 'ColumnRef')?.fields?.some(
    (field) => nodeAs(field, 'A_Star') !== undefined,
  );
  return isWhole === true || (read?.columns.length === 1 && read.columns[0] === column) ? read : undefined;
}

function rowsFrom(source: Node, known: Known): Rows | undefined {
  const subselect = nodeAs(source, 'RangeSubselect');
  const call = nodeAs(source, 'RangeFunction');
  const alias = subselect?.alias ?? call?.alias;
  const named = stringsOf(alias?.colnames);
  if (subselect !== undefined) {
    const found = rowsOf(subselect.subquery, known);
    return found === undefined ? undefined : { ...found, columns: named.length > 0 ? named : found.columns };
  }
  const [only] = (call?.functions ?? []).flatMap((each) => nodeAs(each, 'List')?.items ?? []);
  // An alias of the function is the name of its only column too.
  return elements(only, named[0] ?? alias?.aliasname ?? 'unnest', known);
}

function elements(value: Node | undefined, column: string, known: Known): Rows | undefined {
  const call = nodeAs(value, 'FuncCall');
  if (stringsOf(call?.funcname).at(-1) !== 'unnest' || call?.args?.length !== 1) return undefined;
  const texts = textsIn(call.args[0], known);
  return texts === undefined ? undefined : { rows: texts.map((text) => [text]), columns: [column] };
}

function listedRows(lists: readonly Node[]): Rows | undefined {
  const rows = lists.map((list) => (nodeAs(list, 'List')?.items ?? []).map(textIn));
  const known = rows.map((row) => row.filter((value) => value !== undefined));
  if (known.some((row, place) => row.length !== rows[place]?.length)) return undefined;
  return { rows: known, columns: (known[0] ?? []).map((_value, place) => `column${place + 1}`) };
}

/** The elements of `ARRAY['a', 'b']`, `'{a,b}'` or a variable that holds one of these. */
function textsIn(value: Node | undefined, known: Known): readonly string[] | undefined {
  const cast = nodeAs(value, 'TypeCast');
  if (cast !== undefined) return textsIn(cast.arg, known);
  const variable = stringsOf(nodeAs(value, 'ColumnRef')?.fields);
  if (variable.length === 1) return textsIn(known(variable[0] ?? ''), known);
  const array = nodeAs(value, 'A_ArrayExpr');
  if (array === undefined) return elementsOfText(textIn(value));
  const texts = (array.elements ?? []).map(textIn);
  const found = texts.filter((text) => text !== undefined);
  return found.length === texts.length ? found : undefined;
}

/** Only plain elements: one with a quote, a brace or a backslash may mean something else. */
function elementsOfText(text: string | undefined): readonly string[] | undefined {
  const inner = /^\{([^{}"\\]+)\}$/.exec(text ?? '')?.[1];
  return inner?.split(',').map((element) => element.trim());
}

function textIn(value: Node | undefined): string | undefined {
  const cast = nodeAs(value, 'TypeCast');
  return cast === undefined ? nodeAs(value, 'A_Const')?.sval?.sval : textIn(cast.arg);
}
