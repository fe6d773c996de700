import type { FuncCall, Node } from '@pgsql/types';
import { parsePostgres } from '../postgres';
import { scanSql } from '../scan';
import { utf16OffsetOf, type Span } from '../source';
import { splitSql } from '../split';
import type { Statement } from '../statement';
import { constantOf, nodeAs, stringsOf } from '../tree';
import type { BodyExpression, ExecutedSql, SqlTemplate, UnquotedHole } from './body';
import type { Embedder } from './embedded';
import { statementsWith, type KnownPiece } from './filledTemplate';
import { joined, placeOfSpan, slice, verbatim, type MappedText } from './mappedText';
import type { Round } from './rounds';
import { readStringLiteral } from './stringLiteral';

/**
 * What EXECUTE runs when it is given this expression: string constants, joined by `||`, `concat` or `format`, with
 * holes for all else but the variables of a loop, in one of its rounds.
 */
export function executedBy(
  { query }: BodyExpression,
  embedder: Embedder,
  round: Round = new Map(),
): ExecutedSql {
  const argument = nodeAs(nodeAs(query.tree, 'SelectStmt')?.targetList?.[0], 'ResTarget')?.val;
  const pieces = argument === undefined ? [] : piecesOf(argument, query, round);
  const literals = pieces.filter((piece) => piece.kind === 'literal');
  if (literals.length === 0) return { kind: 'unknown' };
  if (literals.length === pieces.length) {
    return { kind: 'constant', statements: embedder.statements(joined(literals.map(({ code }) => code))) };
  }
  const known = pieces.filter(isKnown);
  const statements = known.length < pieces.length ? undefined : statementsWith(known, embedder);
  if (statements !== undefined) return { kind: 'constant', statements };
  const template = templateOf(pieces);
  return template === undefined ? { kind: 'unknown' } : { kind: 'template', template };
}

/** Whether a name in a template's trees stands for one that is only known when the code runs. */
export function isHole(name: string | undefined): boolean {
  return name?.includes(holeMark) ?? false;
}

/** What is written of such a name, without what the code fills in. */
export function withoutHoles(name: string): string {
  return name.replaceAll(new RegExp(`${holeMark}\\d+`, 'g'), '');
}

/** A letter to PostgreSQL, and one of the private-use area that nobody names anything with. */
const holeMark = '\ue000';

type Piece =
  | { readonly kind: 'literal'; readonly code: MappedText }
  /** `value` where it is a constant after all. */
  | {
      readonly kind: 'identifier' | 'text' | 'constant';
      readonly value: string | undefined;
      readonly written?: UnquotedHole['written'];
      /** What stands for it in the file, where that is one piece. */
      readonly place?: Span | undefined;
    };

function isKnown(piece: Piece): piece is KnownPiece {
  return piece.kind === 'literal' || (piece.value !== undefined && piece.place !== undefined);
}

const unknownText: readonly Piece[] = [{ kind: 'text', value: undefined }];

function piecesOf(node: Node, query: Statement, round: Round): readonly Piece[] {
  const literal = literalOf(node, query);
  if (literal !== undefined) return [{ kind: 'literal', code: literal }];
  const cast = nodeAs(node, 'TypeCast');
  if (cast?.arg !== undefined) {
    // As text, the object identifier types are quoted where they have to be (manual, section 8.19).
    const isObject = stringsOf(cast.typeName?.names).at(-1)?.startsWith('reg') === true;
    return isObject ? [{ kind: 'identifier', value: undefined }] : piecesOf(cast.arg, query, round);
  }
  const operation = nodeAs(node, 'A_Expr');
  if (
    operation?.lexpr !== undefined &&
    operation.rexpr !== undefined &&
    stringsOf(operation.name)[0] === '||'
  ) {
    return [...piecesOf(operation.lexpr, query, round), ...piecesOf(operation.rexpr, query, round)];
  }
  const variable = nodeAs(node, 'ColumnRef');
  if (variable !== undefined) {
    const written = operandAt(variable.location, query);
    return [{ kind: 'text', value: textOf(node, round), written, place: written?.span }];
  }
  const call = nodeAs(node, 'FuncCall');
  return call === undefined ? unknownText : piecesOfCall(call, query, round);
}

/** `name` or `record.field`. */
function operandAt(location: number | undefined, { text, span }: Statement): UnquotedHole['written'] {
  const start = utf16OffsetOf(text, location ?? 0);
  const tokens = scanSql(text).filter((token) => token.start >= start);
  const last = tokens[1]?.text === '.' ? tokens[2] : tokens[0];
  if (last === undefined) return undefined;
  return { as: 'operand', span: { start: span.start + start, end: span.start + last.end } };
}

function piecesOfCall(call: FuncCall, query: Statement, round: Round): readonly Piece[] {
  const values = call.args ?? [];
  const [first, ...others] = values;
  switch (stringsOf(call.funcname).at(-1)) {
    case 'format': {
      const pattern = first === undefined ? undefined : literalOf(first, query);
      if (pattern === undefined || call.func_variadic === true) return unknownText;
      return piecesOfFormat(pattern, others, round);
    }
    case 'concat':
      return values.flatMap((value) => piecesOf(value, query, round));
    case 'quote_ident':
      return [{ kind: 'identifier', value: textOf(first, round), place: placeOf(call, query) }];
    case 'quote_literal':
    case 'quote_nullable':
      return [{ kind: 'constant', value: textOf(first, round), place: placeOf(call, query) }];
    default:
      return unknownText;
  }
}

/** The directives of `format`: `%[position$][-][width]type` (manual, section 9.4.1). */
const directive = /%(?:(?<position>\d+)\$)?-?(?:\d+|\*(?:\d+\$)?)?(?<type>[sIL%])/g;

function piecesOfFormat(pattern: MappedText, values: readonly Node[], round: Round): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let next = 0;
  for (const match of pattern.text.matchAll(directive)) {
    if (match.index > from)
      pieces.push({ kind: 'literal', code: slice(pattern, { start: from, end: match.index }) });
    from = match.index + match[0].length;
    const type = match.groups?.['type'];
    if (type === '%') {
      pieces.push({ kind: 'literal', code: slice(pattern, { start: from - 1, end: from }) });
      continue;
    }
    const position = match.groups?.['position'];
    if (position !== undefined) next = Number(position) - 1;
    const value = textOf(values[next], round);
    next++;
    const place = placeOfSpan(pattern, { start: match.index, end: from });
    if (type === 'I') pieces.push({ kind: 'identifier', value, place });
    else if (type === 'L') pieces.push({ kind: 'constant', value, place });
    else {
      const span = pattern.placeOf(from - 1);
      pieces.push({ kind: 'text', value, written: { as: 'directive', span }, place });
    }
  }
  if (from < pattern.text.length) {
    pieces.push({ kind: 'literal', code: slice(pattern, { start: from, end: pattern.text.length }) });
  }
  return pieces;
}

function literalOf(node: Node, query: Statement): MappedText | undefined {
  const constant = nodeAs(node, 'A_Const');
  if (constant?.sval === undefined) return undefined;
  const start = utf16OffsetOf(query.text, constant.location ?? 0);
  const token = scanSql(query.text).find((candidate) => candidate.start === start);
  return token === undefined ? undefined : readStringLiteral(verbatim(query.text, query.span.start), token);
}

/** The text of a constant, of a variable of the round, or of several of them joined. */
function textOf(node: Node | undefined, round: Round): string | undefined {
  if (node === undefined) return undefined;
  const variable = nodeAs(node, 'ColumnRef');
  if (variable !== undefined) return round.get(stringsOf(variable.fields).join('.'));
  const operation = nodeAs(node, 'A_Expr');
  if (operation !== undefined && stringsOf(operation.name)[0] === '||') {
    const [left, right] = [textOf(operation.lexpr, round), textOf(operation.rexpr, round)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  const value = constantOf(node);
  return typeof value === 'string' ? value : undefined;
}

/** The name of the function, which stands for what the call gives. */
function placeOf({ location }: FuncCall, query: Statement): Span | undefined {
  return operandAt(location, query)?.span;
}

/** Understood where it parses with a name, or for %L a constant, in each hole. */
function templateOf(pieces: readonly Piece[]): SqlTemplate | undefined {
  const trees = splitSql(pieces.map(filled).join(''))
    .segments.filter((segment) => segment.kind === 'statement')
    .map(({ masked }) => parsePostgres(masked).tree);
  const parsed = trees.filter((tree) => tree !== undefined);
  if (parsed.length === 0 || parsed.length < trees.length) return undefined;
  const unquoted = pieces.flatMap((piece, place) =>
    piece.kind === 'text' && piece.value === undefined && !isBetweenQuotes(pieces, place)
      ? [{ name: filled(piece, place), written: piece.written }]
      : [],
  );
  return { text: pieces.map(shown).join(''), trees: parsed, unquoted };
}

/** `'… "' || name || '" …'`: quoted by hand. */
function isBetweenQuotes(pieces: readonly Piece[], place: number): boolean {
  const [before, after] = [pieces[place - 1], pieces[place + 1]];
  return (
    before?.kind === 'literal' &&
    before.code.text.endsWith('"') &&
    after?.kind === 'literal' &&
    after.code.text.startsWith('"')
  );
}

function filled(piece: Piece, place: number): string {
  switch (piece.kind) {
    case 'literal':
      return piece.code.text;
    case 'identifier':
      return piece.value === undefined ? `${holeMark}${place}` : `"${piece.value.replaceAll('"', '""')}"`;
    case 'constant':
      return `'${(piece.value ?? holeMark).replaceAll("'", "''")}'`;
    case 'text':
      return piece.value ?? `${holeMark}${place}`;
  }
}

function shown(piece: Piece): string {
  return piece.kind === 'literal' ? piece.code.text : (piece.value ?? '…');
}
