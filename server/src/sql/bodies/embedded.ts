import { parsePostgres } from '../postgres';
import { SourceText, type Position, type Span } from '../source';
import { splitSql } from '../split';
import type { Statement } from '../statement';
import type { BodyExpression } from './body';
import { laidOut, placeOfSpan, type MappedText } from './mappedText';

/** Makes statements of what stands inside another one, at their places in its file. */
export interface Embedder {
  /** `text` is as wide as the span of the file that it stands for. */
  statement(text: string, span: Span): Statement;
  /** All statements of a text, such as the body of an SQL function or the string of an EXECUTE. */
  statements(code: MappedText): readonly Statement[];
  expression(text: string, span: Span): BodyExpression;
}

const select = 'SELECT ';

/** Offsets of all that it makes count in the file of the statement around. */
export function embedderIn(around: Statement): Embedder {
  const source = new SourceText(around.text);
  const positionAt = (offset: number): Position => {
    const { line, character } = source.positionAt(offset - around.span.start);
    const { start } = around.range;
    return { line: start.line + line, character: line === 0 ? start.character + character : character };
  };
  const statement = (text: string, span: Span): Statement => {
    const { tree, error } = parsePostgres(text);
    const range = { start: positionAt(span.start), end: positionAt(span.end) };
    return { index: around.index, span, range, text, tree, error };
  };
  return {
    statement,
    statements: (code) =>
      splitSql(code.text)
        .segments.filter((segment) => segment.kind === 'statement')
        .map(({ span, masked }) => {
          const place = placeOfSpan(code, span);
          const isVerbatim = place.end - place.start === masked.length;
          return statement(isVerbatim ? masked : laidOut(code, span), place);
        }),
    expression: (text, span) => ({
      span,
      query: statement(select + text, { start: span.start - select.length, end: span.end }),
    }),
  };
}
