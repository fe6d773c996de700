import { scanSql, type SqlToken } from '../scan';
import { withoutPlaceholders } from '../split';
import type { Statement } from '../statement';
import { nodeAs, stringsOf, type NodeOf } from '../tree';
import type { BodyStep, RoutineBody } from './body';
import { embedderIn, type Embedder } from './embedded';
import { slice, verbatim, type MappedText } from './mappedText';
import { readPlPgSql } from './plpgsql';
import { readStringLiteral } from './stringLiteral';

/**
 * The code of a DO block, CREATE FUNCTION or CREATE PROCEDURE in PL/pgSQL or SQL. Undefined for other statements and
 * languages, and for code that PostgreSQL's parser does not accept. Never throws on SQL.
 */
export function bodyOf(statement: Statement): RoutineBody | undefined {
  const known = bodies.get(statement);
  if (known !== undefined) return known.body;
  const body = readBody(statement);
  bodies.set(statement, { body });
  return body;
}

/** A statement is a value that never changes, and so is its body. */
const bodies = new WeakMap<Statement, { readonly body: RoutineBody | undefined }>();

function readBody(statement: Statement): RoutineBody | undefined {
  const block = nodeAs(statement.tree, 'DoStmt');
  if (block !== undefined) return readCode(statement, languageOf(block.args) ?? 'plpgsql', block.args);
  const routine = nodeAs(statement.tree, 'CreateFunctionStmt');
  if (routine === undefined) return undefined;
  if (routine.sql_body !== undefined) return readStandardBody(statement);
  return readCode(statement, languageOf(routine.options) ?? 'sql', routine.options);
}

type Options = NodeOf<'DoStmt'>['args'];

function languageOf(options: Options): string | undefined {
  const language = optionNamed(options, 'language');
  return stringsOf(language?.arg)[0]?.toLowerCase();
}

function optionNamed(options: Options, name: string): NodeOf<'DefElem'> | undefined {
  return (options ?? [])
    .map((option) => nodeAs(option, 'DefElem'))
    .find((definition) => definition?.defname === name);
}

function readCode(statement: Statement, language: string, options: Options): RoutineBody | undefined {
  const code = codeIn(statement, stringsOf(optionNamed(options, 'as')?.arg)[0]);
  if (code === undefined) return undefined;
  const embedder = embedderIn(statement);
  const span = { start: code.placeOf(0).start, end: code.placeOf(code.text.length - 1).end };
  if (language === 'sql') return { language, span, steps: sqlSteps(code, embedder) };
  if (language !== 'plpgsql') return undefined;
  const steps = readPlPgSql(withoutPlaceholders(statement.text), code, embedder);
  return steps === undefined ? undefined : { language, span, steps };
}

/** The string constant that holds the code, as its text. */
function codeIn(statement: Statement, code: string | undefined): MappedText | undefined {
  if (code === undefined || code === '') return undefined;
  const source = sourceOf(statement);
  const wanted = withoutPlaceholders(code);
  return scanSql(source.text)
    .map((token) => (/^(?:\$|e?')/i.test(token.text) ? readStringLiteral(source, token) : undefined))
    .find((literal) => literal?.text === wanted);
}

/** BEGIN ATOMIC … END, or RETURN of one expression (SQL standard, PostgreSQL 14 on). */
function readStandardBody(statement: Statement): RoutineBody | undefined {
  const embedder = embedderIn(statement);
  const source = sourceOf(statement);
  const tokens = scanSql(source.text);
  const atomic = tokens.findIndex(
    (token, place) => isWord(token, 'ATOMIC') && isWord(tokens[place - 1], 'BEGIN'),
  );
  const [start, end] =
    atomic < 0
      ? [tokens.findLast((token) => isWord(token, 'RETURN'))?.end, tokens.at(-1)?.end]
      : [tokens[atomic]?.end, tokens.findLast((token) => isWord(token, 'END'))?.start];
  if (start === undefined || end === undefined) return undefined;
  const code = slice(source, { start, end });
  const span = { start: statement.span.start + start, end: statement.span.start + end };
  if (atomic >= 0) return { language: 'sql', span, steps: sqlSteps(code, embedder) };
  const blank = code.text.length - code.text.trimStart().length;
  const expression = embedder.expression(code.text.trim(), { start: span.start + blank, end: span.end });
  return { language: 'sql', span, steps: [{ kind: 'expression', expression, target: undefined }] };
}

function sqlSteps(code: MappedText, embedder: Embedder): readonly BodyStep[] {
  return embedder.statements(code).map((statement) => ({ kind: 'sql', statement }));
}

function sourceOf(statement: Statement): MappedText {
  return verbatim(withoutPlaceholders(statement.text), statement.span.start);
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.text.toUpperCase() === word;
}
