import type { Span } from './source';

/** One lexical token of SQL with its UTF-16 span in the scanned text. */
export interface SqlToken extends Span {
  readonly text: string;
}

/**
 * The tokens of a text by PostgreSQL's lexical rules (`scan.l` in its source), comments left out; a test holds it to the
 * server's own scanner. It runs on every statement, for which a call into WebAssembly costs far too much. Never fails:
 * what nothing ends runs to the end of the text.
 */
export function scanSql(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let offset = 0;
  while (offset < text.length) {
    const skipped = endOfSpace(text, offset);
    if (skipped > offset) {
      offset = skipped;
      continue;
    }
    const end = endOfToken(text, offset);
    tokens.push({ text: text.slice(offset, end), start: offset, end });
    offset = end;
  }
  return tokens;
}

/** Block comments nest in PostgreSQL, unlike in the SQL standard. */
export function endOfBlockComment(text: string, start: number): number {
  const delimiter = /\/\*|\*\//g;
  delimiter.lastIndex = start;
  let depth = 0;
  for (let match = delimiter.exec(text); match !== null; match = delimiter.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return delimiter.lastIndex;
  }
  return text.length;
}

const space = /(?:[ \t\n\r\f\v]|--[^\n\r]*)+/y;

const identifier = '[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_$\\u0080-\\uffff]*';
const quoted = "'[^']*(?:''[^']*)*(?:'|$)";
const escaped = "'[^'\\\\]*(?:(?:''|\\\\[^])[^'\\\\]*)*(?:'|\\\\?$)";
/** A string goes on in another pair of quotes where nothing but space with a line break lies between. */
const continued = '[ \\t\\f\\v]*[\\n\\r][ \\t\\n\\r\\f\\v]*';
const decimal = '\\d(?:_?\\d)*';

const tokenForms = [
  `[eE]${escaped}(?:${continued}${escaped})*`,
  `(?:[bBxX]|[uU]&)?${quoted}(?:${continued}${quoted})*`,
  '(?:[uU]&)?"[^"]*(?:""[^"]*)*(?:"|$)',
  identifier,
  '\\$((?:[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_\\u0080-\\uffff]*)?)\\$[^]*?(?:\\$\\1\\$|$)',
  '\\$\\d+',
  '0[xX](?:_?[0-9A-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+',
  `(?:${decimal}(?:\\.(?!\\.)(?:${decimal})?)?|\\.${decimal})(?:[eE][+-]?${decimal})?`,
  '::|:=|\\.\\.|[,()[\\].;:]',
];
const token = new RegExp(tokenForms.join('|'), 'y');
const operatorRun = /[~!@#^&|`?+\-*/%<>=]+/y;

function endOfSpace(text: string, offset: number): number {
  if (text.startsWith('/*', offset)) return endOfBlockComment(text, offset);
  space.lastIndex = offset;
  return space.test(text) ? space.lastIndex : offset;
}

function endOfToken(text: string, offset: number): number {
  token.lastIndex = offset;
  if (token.test(text)) return token.lastIndex;
  operatorRun.lastIndex = offset;
  const run = operatorRun.exec(text)?.[0];
  return offset + (run === undefined ? 1 : operatorIn(run).length);
}

/** A comment ends an operator, and so does a sign that belongs to what follows: `a=-1` compares with minus one. */
function operatorIn(run: string): string {
  const comment = run.search(/--|\/\*/);
  let operator = comment < 0 ? run : run.slice(0, comment);
  while (operator.length > 1 && /[+-]$/.test(operator) && !/[~!@#^&|`?%]/.test(operator.slice(0, -1)))
    operator = operator.slice(0, -1);
  return operator;
}
