import type { Node } from '@pgsql/types';
import { parsePostgres } from '../postgres';
import type { Span } from '../source';
import { splitSql } from '../split';
import type { Statement } from '../statement';
import { sqlOf } from '../tree';
import type { Embedder } from './embedded';
import { fromPlaces, joined, type MappedText } from './mappedText';

/** A part of a string that the code puts together, all of whose values are known. */
export type KnownPiece =
  | { readonly kind: 'literal'; readonly code: MappedText }
  | {
      /** `text` goes into the string as it is. */
      readonly kind: 'identifier' | 'constant' | 'text';
      readonly value: string;
      /** What stands for the value in the file, such as the `%I`. */
      readonly place: Span;
    };

/**
 * The statements of the string. Their texts have a stand-in of the same width for each value, so that all offsets in them
 * are true; the trees have the values. Undefined where a tree then says anything else than the string itself does, such
 * as for a value that is more than one name.
 */
export function statementsWith(
  pieces: readonly KnownPiece[],
  embedder: Embedder,
): readonly Statement[] | undefined {
  const standIns = new Map<string, string>();
  const parameters = new Map<number, string>();
  const codes: MappedText[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'literal') {
      codes.push(piece.code);
      continue;
    }
    const width = piece.place.end - piece.place.start;
    const isConstant = piece.kind === 'constant';
    const name = isConstant ? `$${parameters.size + 1}` : `${mark}${standIns.size.toString(36)}`;
    // One stand-in must not be the beginning of another.
    if (name.length > Math.min(width, 2)) return undefined;
    const written = name.padEnd(width, isConstant ? ' ' : '_');
    if (isConstant) parameters.set(parameters.size + 1, piece.value);
    else standIns.set(written, piece.kind === 'text' ? piece.value.toLowerCase() : piece.value);
    codes.push(textAt(written, piece.place));
  }
  const real = splitSql(pieces.map(spelled).join('')).segments.filter(
    (segment) => segment.kind === 'statement',
  );
  const found = embedder.statements(joined(codes)).flatMap((statement, index) => {
    const tree = filled(statement.tree, standIns, parameters);
    const meant = parsePostgres(real[index]?.masked ?? '').tree;
    return tree !== undefined && meant !== undefined && isSame(tree, meant) ? [{ ...statement, tree }] : [];
  });
  return found.length === real.length ? found : undefined;
}

/** A letter to PostgreSQL from the private-use area, other than that of the holes of a template. */
const mark = '\ue001';

function textAt(text: string, { start }: Span): MappedText {
  const places = Array.from(text, (_unit, offset) => ({ start: start + offset, end: start + offset + 1 }));
  return fromPlaces(text, places);
}

function spelled(piece: KnownPiece): string {
  switch (piece.kind) {
    case 'literal':
      return piece.code.text;
    case 'identifier':
      return `"${piece.value.replaceAll('"', '""')}"`;
    case 'constant':
      return `'${piece.value.replaceAll("'", "''")}'`;
    case 'text':
      return piece.value;
  }
}

function filled(
  tree: Node | undefined,
  standIns: ReadonlyMap<string, string>,
  parameters: ReadonlyMap<number, string>,
): Node | undefined {
  if (tree === undefined) return undefined;
  const text = JSON.stringify(tree, (_key, value: unknown) => {
    if (typeof value === 'string') return withValues(value, standIns);
    const constant = parameters.get(parameterIn(value) ?? 0);
    return constant === undefined ? value : { A_Const: { sval: { sval: constant } } };
  });
  return JSON.parse(text) as Node;
}

function withValues(text: string, standIns: ReadonlyMap<string, string>): string {
  return [...standIns].reduce((result, [name, value]) => result.replaceAll(name, value), text);
}

/** The number of a `$1`. */
function parameterIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('ParamRef' in value)) return undefined;
  const { ParamRef: parameter } = value as Extract<Node, { ParamRef: unknown }>;
  return parameter.number;
}

/** By what they say: only the places of their parts may differ. */
function isSame(one: Node, other: Node): boolean {
  try {
    return sqlOf(one) === sqlOf(other);
  } catch {
    // The deparser does not know a few statements, which then stay templates.
    return false;
  }
}
