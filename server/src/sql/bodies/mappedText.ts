import { scanSql } from '../scan';
import type { Span } from '../source';

/** A text that was read out of a larger one, with the place there of each of its characters. */
export interface MappedText {
  readonly text: string;
  /** The span in the larger text that stands for the UTF-16 unit at `offset`; an escaped one is wider than itself. */
  placeOf(offset: number): Span;
}

/** A text that stands in the larger one as it is, from `start` on. */
export function verbatim(text: string, start: number): MappedText {
  return { text, placeOf: (offset) => ({ start: start + offset, end: start + offset + 1 }) };
}

/** The part of a text between two of its offsets. */
export function slice(whole: MappedText, { start, end }: Span): MappedText {
  return { text: whole.text.slice(start, end), placeOf: (offset) => whole.placeOf(start + offset) };
}

/** Texts one after the other, whatever lies between them in the larger text. */
export function joined(parts: readonly MappedText[]): MappedText {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const places = parts.flatMap((part) =>
    Array.from({ length: part.text.length }, (_unit, offset) => part.placeOf(offset)),
  );
  return fromPlaces(parts.map(({ text }) => text).join(''), places);
}

/** A text whose UTF-16 units stand at these places. */
export function fromPlaces(text: string, places: readonly Span[]): MappedText {
  const end = places.at(-1)?.end ?? 0;
  return { text, placeOf: (offset) => places[offset] ?? { start: end, end } };
}

/** What a span of the text covers in the larger one. */
export function placeOfSpan(whole: MappedText, { start, end }: Span): Span {
  const from = whole.placeOf(start).start;
  return { start: from, end: end > start ? whole.placeOf(end - 1).end : from };
}

/**
 * A span of the text, spread to the width that it has in the larger one, each token at its own place there: offsets
 * into the result are then offsets into the larger text, whatever was escaped in it.
 */
export function laidOut(whole: MappedText, span: Span): string {
  const text = whole.text.slice(span.start, span.end);
  const place = placeOfSpan(whole, span);
  const width = place.end - place.start;
  if (width === text.length) return text;
  const spread = scanSql(text).reduce((result, token) => {
    const at = whole.placeOf(span.start + token.start).start - place.start;
    return result.padEnd(at) + token.text;
  }, '');
  return spread.padEnd(width);
}
