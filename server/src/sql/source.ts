/** A place in a text as LSP counts it: zero-based line, zero-based UTF-16 code unit in that line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Two UTF-16 offsets into a text, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text with its line starts, so that offsets and positions can be turned into each other. */
export class SourceText {
  readonly #lineStarts: readonly number[];
  #lineBreak: '\n' | '\r\n' | undefined;

  constructor(readonly text: string) {
    this.#lineStarts = lineStartsOf(text);
  }

  /** How what is added to the text is to end its lines. Every finding asks, so it is looked for once. */
  get lineBreak(): '\n' | '\r\n' {
    return (this.#lineBreak ??= this.text.includes('\r\n') ? '\r\n' : '\n');
  }

  positionAt(offset: number): Position {
    const bounded = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStart(middle) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: bounded - this.#lineStart(low) };
  }

  offsetAt(position: Position): number {
    const lineStart = this.#lineStart(position.line);
    const nextLineStart = this.#lineStart(position.line + 1);
    return Math.min(lineStart + position.character, nextLineStart);
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  #lineStart(line: number): number {
    return line < this.#lineStarts.length ? (this.#lineStarts[line] ?? 0) : this.text.length;
  }
}

/**
 * Turns byte offsets into a text's UTF-8 form, as PostgreSQL's parser gives them, into UTF-16 offsets.
 * A byte offset inside a character is taken as the character's start.
 */
export function utf16OffsetOf(text: string, byteOffset: number): number {
  if (isAscii(text)) return Math.min(byteOffset, text.length);
  let bytes = 0;
  let offset = 0;
  for (const character of text) {
    const width = utf8Width(character.codePointAt(0) ?? 0);
    if (bytes + width > byteOffset) return offset;
    bytes += width;
    offset += character.length;
  }
  return offset;
}

/** Turns an offset counted in characters (code points), as PostgreSQL gives error positions, into UTF-16 units. */
export function utf16OffsetOfCharacter(text: string, characterOffset: number): number {
  let offset = 0;
  let characters = 0;
  for (const character of text) {
    if (characters === characterOffset) return offset;
    offset += character.length;
    characters++;
  }
  return offset;
}

function utf8Width(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset];
    if (character === '\n') starts.push(offset + 1);
    if (character === '\r' && text[offset + 1] !== '\n') starts.push(offset + 1);
  }
  return starts;
}
