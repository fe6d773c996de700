import { endOfBlockComment } from './scan';
import type { Span } from './source';

/**
 * One piece of a SQL file. Statements exclude their semicolon; `masked` has the same length as the text it stands for,
 * with client-side syntax (placeholders, psql variables) replaced by SQL of the same width, so every offset stays true.
 */
export type Segment =
  | {
      readonly kind: 'statement';
      readonly span: Span;
      readonly masked: string;
      readonly terminator: number | undefined;
    }
  | { readonly kind: 'metaCommand'; readonly span: Span }
  | { readonly kind: 'copyData'; readonly span: Span };

/** A `-- line` or block comment, with its delimiters. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
  readonly style: 'line' | 'block';
}

export interface SplitText {
  readonly segments: readonly Segment[];
  readonly comments: readonly Comment[];
}

/**
 * Cuts a SQL file into statements by PostgreSQL's lexical rules (manual, section 4.1) and psql's rules for what lies
 * between statements: backslash commands, COPY data, BEGIN ATOMIC bodies and parentheses in CREATE RULE.
 * Never fails: text that nothing ends runs to the end of the file.
 */
export function splitSql(text: string): SplitText {
  return new Splitter(text).run();
}

/**
 * The text with the placeholders of migration tools (`${name}`) replaced by names of the same width. They are filled in
 * everywhere, in string constants too, so code in a string needs this as well.
 */
export function withoutPlaceholders(text: string): string {
  return text.replace(/\$\{[^{}\n]*\}/g, nameOfSameWidth);
}

function nameOfSameWidth(placeholder: string): string {
  return placeholder.replace(/[^A-Za-z0-9_]/g, '_');
}

const identifierStart = /[A-Za-z_\u0080-\uffff]/;
const identifierRun = /[A-Za-z0-9_$\u0080-\uffff]*/y;
/** No brace in a placeholder: of two that nothing ends, each would search the whole line. */
const placeholder = /\$\{[^{}\n]*\}/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const psqlVariable = /:(?:[A-Za-z_]\w*|'\w+'|"\w+")/y;
const copyFromStdin = /^\s*copy\s[^;]*\sfrom\s+stdin\b/i;

class Splitter {
  readonly #segments: Segment[] = [];
  readonly #comments: Comment[] = [];
  #offset = 0;
  #statementStart: number | undefined;
  #statementEnd = 0;
  #masks: { readonly start: number; readonly replacement: string }[] = [];
  #words: string[] = [];
  #parentheses = 0;
  #brackets = 0;
  #bodyDepth = 0;

  constructor(readonly text: string) {}

  run(): SplitText {
    while (this.#offset < this.text.length) this.#step();
    this.#finishStatement(undefined);
    return { segments: this.#segments, comments: this.#comments };
  }

  #step(): void {
    const character = this.text.charAt(this.#offset);
    const next = this.text.charAt(this.#offset + 1);
    if (/\s/.test(character)) return this.#skip(1);
    if (character === '-' && next === '-') return this.#comment('line', this.#endOfLine());
    if (character === '/' && next === '*')
      return this.#comment('block', endOfBlockComment(this.text, this.#offset));
    if (character === '\\') return this.#metaCommand();
    if (character === ';' && this.#parentheses === 0 && this.#bodyDepth === 0) return this.#semicolon();
    if (character === "'") return this.#take(this.#endOfQuoted("'", false));
    if (character === '"') return this.#take(this.#endOfQuoted('"', false));
    if (character === '$') return this.#dollar();
    if (character === ':') return this.#colon();
    if (identifierStart.test(character)) return this.#word();
    this.#countNesting(character);
    this.#take(this.#offset + 1);
  }

  #skip(length: number): void {
    this.#offset += length;
  }

  /** Everything from the present offset to `end` belongs to the statement. */
  #take(end: number): void {
    this.#statementStart ??= this.#offset;
    this.#offset = end;
    this.#statementEnd = end;
  }

  #mask(end: number, replacement: string): void {
    this.#masks.push({ start: this.#offset, replacement });
    this.#take(end);
  }

  #comment(style: Comment['style'], end: number): void {
    const span = { start: this.#offset, end };
    this.#comments.push({ span, text: this.text.slice(span.start, span.end), style });
    this.#offset = end;
  }

  #semicolon(): void {
    const wasCopy = this.#statementStart !== undefined && copyFromStdin.test(this.#statementText());
    this.#finishStatement(this.#offset);
    this.#offset++;
    if (wasCopy) this.#copyData();
  }

  /** COPY data start on the line after the statement and end at a line that holds only `\.`, or at the end of the file. */
  #copyData(): void {
    const start = this.#afterLineBreak(this.#endOfLine());
    const terminator = /^\\\.[ \t]*\r?$/gm;
    terminator.lastIndex = start;
    const match = terminator.exec(this.text);
    const end = match === null ? this.text.length : match.index + match[0].length;
    if (end > start) this.#segments.push({ kind: 'copyData', span: { start, end } });
    this.#offset = end;
  }

  /** A backslash outside quotes starts a psql command that runs to the end of its line and ends no statement. */
  #metaCommand(): void {
    const end = this.#endOfLine();
    const span = { start: this.#offset, end };
    if (
      this.#statementStart !== undefined &&
      /^\\g(?:exec|set|desc|x)?\b/.test(this.text.slice(span.start, end))
    ) {
      this.#finishStatement(undefined);
    }
    if (this.#statementStart === undefined) {
      this.#segments.push({ kind: 'metaCommand', span });
      this.#offset = end;
      return;
    }
    this.#mask(end, ' '.repeat(end - span.start));
  }

  #dollar(): void {
    const variable = this.#match(placeholder);
    if (variable !== undefined) {
      return this.#mask(this.#offset + variable.length, nameOfSameWidth(variable));
    }
    const tag = this.#match(dollarTag);
    if (tag === undefined) return this.#take(this.#offset + 1);
    const close = this.text.indexOf(tag, this.#offset + tag.length);
    this.#take(close < 0 ? this.text.length : close + tag.length);
  }

  /** `:name`, `:'name'` and `:"name"` are psql variables, but `::type` is a cast and `[1:n]` a slice. */
  #colon(): void {
    if (this.text.charAt(this.#offset + 1) === ':') return this.#take(this.#offset + 2);
    const variable = this.#brackets === 0 ? this.#match(psqlVariable) : undefined;
    if (variable === undefined) return this.#take(this.#offset + 1);
    const replacement = /^:['"]/.test(variable) ? ` ${variable.slice(1)}` : `_${variable.slice(1)}`;
    this.#mask(this.#offset + variable.length, replacement);
  }

  #word(): void {
    const word = this.#match(identifierRun) ?? this.text.charAt(this.#offset);
    const end = this.#offset + word.length;
    if (/^e$/i.test(word) && this.text.charAt(end) === "'") {
      this.#statementStart ??= this.#offset;
      this.#offset = end;
      return this.#take(this.#endOfQuoted("'", true));
    }
    this.#countRoutineBody(word.toLowerCase());
    this.#take(end);
  }

  #countNesting(character: string): void {
    if (character === '(') this.#parentheses++;
    if (character === ')') this.#parentheses = Math.max(0, this.#parentheses - 1);
    if (character === '[') this.#brackets++;
    if (character === ']') this.#brackets = Math.max(0, this.#brackets - 1);
  }

  /** Semicolons between BEGIN ATOMIC and its END belong to CREATE FUNCTION or PROCEDURE; CASE has an END of its own. */
  #countRoutineBody(word: string): void {
    const previous = this.#words.at(-1);
    this.#words.push(word);
    if (this.#bodyDepth > 0) {
      if (word === 'case') this.#bodyDepth++;
      if (word === 'end') this.#bodyDepth--;
      return;
    }
    if (previous === 'begin' && word === 'atomic' && this.#startsRoutine()) this.#bodyDepth = 1;
  }

  #startsRoutine(): boolean {
    return /^create (?:or replace )?(?:function|procedure) /.test(this.#words.slice(0, 4).join(' ') + ' ');
  }

  #finishStatement(terminator: number | undefined): void {
    if (this.#statementStart !== undefined) {
      const span = { start: this.#statementStart, end: this.#statementEnd };
      this.#segments.push({ kind: 'statement', span, masked: this.#statementText(), terminator });
    }
    this.#statementStart = undefined;
    this.#masks = [];
    this.#words = [];
    this.#parentheses = 0;
    this.#brackets = 0;
    this.#bodyDepth = 0;
  }

  #statementText(): string {
    const start = this.#statementStart ?? this.#offset;
    let masked = '';
    let from = start;
    for (const mask of this.#masks) {
      masked += this.text.slice(from, mask.start) + mask.replacement;
      from = mask.start + mask.replacement.length;
    }
    return masked + this.text.slice(from, this.#statementEnd);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    return pattern.exec(this.text)?.[0];
  }

  #endOfLine(): number {
    const end = this.text.indexOf('\n', this.#offset);
    if (end < 0) return this.text.length;
    return this.text[end - 1] === '\r' ? end - 1 : end;
  }

  #afterLineBreak(offset: number): number {
    const next = this.text.indexOf('\n', offset);
    return next < 0 ? this.text.length : next + 1;
  }

  #endOfQuoted(quote: string, backslashEscapes: boolean): number {
    for (let offset = this.#offset + 1; offset < this.text.length; offset++) {
      const character = this.text[offset];
      if (character === '\\' && backslashEscapes) offset++;
      else if (character === quote && this.text[offset + 1] === quote) offset++;
      else if (character === quote) return offset + 1;
    }
    return this.text.length;
  }
}
