import type { Node } from '@pgsql/types';
import { parsePlPgSQLSync } from 'libpg-query';
import { parsePostgres } from '../postgres';
import { scanSql } from '../scan';
import type { Span } from '../source';
import { nodeAs, stringsOf } from '../tree';
import type { BodyExpression, BodyStep, Branch, ExceptionHandler, ExecuteStep, LoopSource } from './body';
import type { Embedder } from './embedded';
import { finderIn, statementStarts, type Finder } from './finder';
import { laidOut, placeOfSpan, type MappedText } from './mappedText';
import { roundsOverArray, roundsOverQuery, type Round } from './rounds';
import { executedBy } from './template';
import { stepsOfRounds } from './unrolled';

/**
 * The steps of a PL/pgSQL body. `routine` is the statement around it, DO or CREATE FUNCTION, whose parameters the code
 * may name. Undefined where PostgreSQL's parser does not accept the code.
 */
export function readPlPgSql(
  routine: string,
  code: MappedText,
  embedder: Embedder,
): readonly BodyStep[] | undefined {
  const parsed = parsedFunction(routine);
  if (parsed === undefined) return undefined;
  try {
    return new Reader(code, embedder, variablesOf(parsed)).steps([parsed['action']]);
  } catch (error) {
    if (error instanceof Misplaced) return undefined;
    throw error;
  }
}

/** A node of the parser's JSON: its kind, such as `PLpgSQL_stmt_if`, and its fields. */
interface ParsedNode {
  readonly kind: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Thrown and caught here where the parser's text is not found in the code. */
class Misplaced extends Error {}

/** The parts of a variable's name; undefined for an element of an array. */
function nameOfVariable(written: string): readonly string[] | undefined {
  const [target] = nodeAs(parsePostgres(`SELECT ${written}`).tree, 'SelectStmt')?.targetList ?? [];
  const reference = nodeAs(nodeAs(target, 'ResTarget')?.val, 'ColumnRef');
  return reference === undefined ? undefined : stringsOf(reference.fields);
}

function parsedFunction(routine: string): ParsedNode['fields'] | undefined {
  try {
    const [parsed] = listOf(recordOf(parsePlPgSQLSync(routine))['plpgsql_funcs']);
    return nodeOf(parsed)?.fields;
  } catch {
    // What the parser refuses, the server would refuse too; nothing else is thrown here.
    return undefined;
  }
}

interface Variable {
  readonly name: string;
  /** What it is declared with. */
  readonly value: string | undefined;
}

/** By the numbers that loops name them with. */
function variablesOf({ datums }: ParsedNode['fields']): readonly Variable[] {
  return listOf(datums).map((item) => {
    const { refname, default_val: value } = nodeOf(item)?.fields ?? {};
    const [name = ''] = textOf(refname);
    return { name, value: value === undefined ? undefined : queryOf(value) };
  });
}

class Reader {
  readonly #finder: Finder;

  constructor(
    readonly code: MappedText,
    readonly embedder: Embedder,
    readonly variables: readonly Variable[],
  ) {
    this.#finder = finderIn(code.text);
  }

  steps(nodes: unknown): readonly BodyStep[] {
    return listOf(nodes).flatMap((item) => {
      const node = nodeOf(item);
      return node === undefined ? [] : this.#step(node);
    });
  }

  #step({ kind, fields }: ParsedNode): readonly BodyStep[] {
    switch (kind) {
      case 'PLpgSQL_stmt_block':
        return [this.#block(fields)];
      case 'PLpgSQL_stmt_if':
        return [this.#if(fields)];
      case 'PLpgSQL_stmt_case':
        return [this.#case(fields)];
      case 'PLpgSQL_stmt_loop':
        return [this.#loop({ kind: 'endless' }, fields)];
      case 'PLpgSQL_stmt_while':
        return [this.#loop({ kind: 'while', expression: this.#expression(fields['cond'], 'WHILE') }, fields)];
      case 'PLpgSQL_stmt_fori':
        return this.#rangeLoop(fields);
      case 'PLpgSQL_stmt_fors':
        return [this.#queryLoop(fields)];
      case 'PLpgSQL_stmt_dynfors':
        return [
          this.#loop({ kind: 'dynamic query', execute: this.#execute(fields['query'], fields) }, fields),
        ];
      case 'PLpgSQL_stmt_forc':
        return [this.#loop({ kind: 'cursor' }, fields)];
      case 'PLpgSQL_stmt_foreach_a':
        return [this.#arrayLoop(fields)];
      case 'PLpgSQL_stmt_execsql':
        return [{ kind: 'sql', statement: this.#sql(fields['sqlstmt'], statementStarts) }];
      case 'PLpgSQL_stmt_call':
        return [{ kind: 'sql', statement: this.#sql(fields['expr'], statementStarts) }];
      case 'PLpgSQL_stmt_perform':
        return [{ kind: 'sql', statement: this.#perform(fields) }];
      case 'PLpgSQL_stmt_commit':
        return [this.#endOfTransaction('COMMIT')];
      case 'PLpgSQL_stmt_rollback':
        return [this.#endOfTransaction('ROLLBACK')];
      case 'PLpgSQL_stmt_dynexecute':
        return [this.#execute(fields['query'], fields)];
      case 'PLpgSQL_stmt_open':
        return this.#query(fields, forQuery);
      case 'PLpgSQL_stmt_return_query':
        return this.#query(fields, returnQuery);
      case 'PLpgSQL_stmt_return_next':
        return this.#optionalExpression(fields['expr'], 'NEXT');
      case 'PLpgSQL_stmt_return':
        return this.#return(fields);
      case 'PLpgSQL_stmt_exit':
        return [{ kind: 'leave', condition: this.#optional(fields['cond'], 'WHEN') }];
      case 'PLpgSQL_stmt_assign':
        return [this.#assignment(fields)];
      case 'PLpgSQL_stmt_assert':
        return this.#optionalExpression(fields['cond'], 'ASSERT');
      case 'PLpgSQL_stmt_raise':
        return isError(fields) ? [{ kind: 'raise' }] : [];
      default:
        // FETCH, MOVE, CLOSE and GET DIAGNOSTICS touch nothing but the code's own cursors and variables.
        return [];
    }
  }

  #block(fields: ParsedNode['fields']): BodyStep {
    const steps = this.steps(fields['body']);
    const caught = nodeOf(fields['exceptions'])?.fields['exc_list'];
    const handlers = listOf(caught).map((item): ExceptionHandler => {
      const handler = nodeOf(item)?.fields ?? {};
      const conditions = listOf(handler['conditions']).flatMap((condition) =>
        textOf(nodeOf(condition)?.fields['condname']),
      );
      return { conditions, steps: this.steps(handler['action']) };
    });
    return { kind: 'block', steps, handlers };
  }

  #if(fields: ParsedNode['fields']): BodyStep {
    const branch = (condition: unknown, word: string, steps: unknown): Branch => ({
      condition: this.#expression(condition, word, 'ELSEIF'),
      test: 'condition',
      steps: this.steps(steps),
    });
    const first = branch(fields['cond'], 'IF', fields['then_body']);
    const others = listOf(fields['elsif_list']).map((item) => {
      const elsif = nodeOf(item)?.fields ?? {};
      return branch(elsif['cond'], 'ELSIF', elsif['stmts']);
    });
    const otherwise = fields['else_body'] === undefined ? undefined : this.steps(fields['else_body']);
    return { kind: 'choice', branches: [first, ...others], otherwise };
  }

  #case(fields: ParsedNode['fields']): BodyStep {
    const isSimple = fields['t_expr'] !== undefined;
    if (isSimple) this.#expression(fields['t_expr'], 'CASE');
    const branches = listOf(fields['case_when_list']).map((item): Branch => {
      const when = nodeOf(item)?.fields ?? {};
      const condition = isSimple
        ? this.#expressionOf(compared(queryOf(when['expr'])), 'WHEN')
        : this.#expression(when['expr'], 'WHEN');
      return { condition, test: isSimple ? 'equality' : 'condition', steps: this.steps(when['stmts']) };
    });
    // Without ELSE a CASE in which no arm fits is an error.
    return { kind: 'choice', branches, otherwise: this.steps(fields['else_stmts']) };
  }

  #loop(over: LoopSource, fields: ParsedNode['fields'], rounds?: readonly Round[]): BodyStep {
    const loop = { kind: 'loop', over, steps: this.steps(fields['body']) } as const;
    const unrolled = rounds === undefined ? undefined : stepsOfRounds(loop.steps, rounds, this.embedder);
    return unrolled === undefined ? loop : { ...loop, rounds: unrolled };
  }

  #arrayLoop(fields: ParsedNode['fields']): BodyStep {
    const expression = this.#expression(fields['expr'], 'ARRAY');
    const [value] = nodeAs(expression.query.tree, 'SelectStmt')?.targetList ?? [];
    const number = fields['varno'];
    const { name } = (typeof number === 'number' ? this.variables[number] : undefined) ?? {};
    const rounds =
      name === undefined || fields['slice'] !== undefined || !this.#isOwn(name)
        ? undefined
        : roundsOverArray(nodeAs(value, 'ResTarget')?.val, name, this.#known);
    return this.#loop({ kind: 'array', expression }, fields, rounds);
  }

  #queryLoop(fields: ParsedNode['fields']): BodyStep {
    const query = this.#sql(fields['query'], forQuery);
    const { kind, fields: variable } = nodeOf(fields['var']) ?? { kind: '', fields: {} };
    const names =
      kind === 'PLpgSQL_rec'
        ? textOf(variable['refname'])
        : listOf(variable['fields']).flatMap((field) => textOf(recordOf(field)['name']));
    const [name] = names;
    const rounds =
      name === undefined || !names.every((each) => this.#isOwn(each))
        ? undefined
        : roundsOverQuery(
            query.tree,
            kind === 'PLpgSQL_rec' ? { kind: 'record', name } : { kind: 'names', names },
            this.#known,
          );
    return this.#loop({ kind: 'query', query }, fields, rounds);
  }

  /** What a variable holds from its declaration on, where nothing else is ever put into it. */
  readonly #known = (name: string): Node | undefined => {
    const { value } = this.variables.find((variable) => variable.name === name) ?? {};
    if (value === undefined || !this.#isOwn(name)) return undefined;
    const [target] = nodeAs(parsePostgres(`SELECT ${value}`).tree, 'SelectStmt')?.targetList ?? [];
    return nodeAs(target, 'ResTarget')?.val;
  };

  /** Whether a variable is declared once, and gets a value from its declaration or its loop alone. */
  #isOwn(name: string): boolean {
    const isDeclaredOnce = this.variables.filter((variable) => variable.name === name).length === 1;
    return isDeclaredOnce && !assignedNames(this.code).has(name);
  }

  #rangeLoop(fields: ParsedNode['fields']): readonly BodyStep[] {
    const bounds = [
      this.#expression(fields['lower'], 'IN', 'REVERSE'),
      this.#expression(fields['upper'], '..'),
      ...[this.#optional(fields['step'], 'BY')].filter((step) => step !== undefined),
    ];
    return [...bounds.map(asStep), this.#loop({ kind: 'range' }, fields)];
  }

  /** OPEN … FOR and RETURN QUERY, of a query or of EXECUTE. */
  #query(fields: ParsedNode['fields'], behind: ReadonlySet<string>): readonly BodyStep[] {
    if (fields['dynquery'] !== undefined) return [this.#execute(fields['dynquery'], fields)];
    if (fields['query'] === undefined) return [];
    return [{ kind: 'sql', statement: this.#sql(fields['query'], behind) }];
  }

  #return(fields: ParsedNode['fields']): readonly BodyStep[] {
    // The parser ends each body with a RETURN that nobody wrote and that has no line.
    if (fields['lineno'] === undefined) return [];
    return [...this.#optionalExpression(fields['expr'], 'RETURN'), { kind: 'leave', condition: undefined }];
  }

  #execute(query: unknown, fields: ParsedNode['fields']): ExecuteStep {
    const expression = this.#expression(query, 'EXECUTE');
    for (const value of listOf(fields['params'])) this.#optional(value, 'USING', ',');
    const executed = executedBy(expression, this.embedder);
    return { kind: 'execute', expression, span: expression.span, executed };
  }

  #perform(fields: ParsedNode['fields']) {
    const keyword = this.#finder.findStatement('PERFORM') ?? misplaced('PERFORM');
    const written = queryOf(fields['expr']).replace(/^SELECT\s*/, '');
    const { end } = this.#place(written, new Set(['PERFORM']));
    const span = { start: keyword.start, end };
    return this.embedder.statement(
      this.#laidOut(span).replace(/^PERFORM/i, 'SELECT '),
      placeOfSpan(this.code, span),
    );
  }

  #endOfTransaction(command: 'COMMIT' | 'ROLLBACK'): BodyStep {
    const span = this.#finder.findStatement(command) ?? misplaced(command);
    return {
      kind: 'sql',
      statement: this.embedder.statement(this.#laidOut(span), placeOfSpan(this.code, span)),
    };
  }

  #assignment(fields: ParsedNode['fields']): BodyStep {
    const written = queryOf(fields['expr']);
    const span = this.#place(written, statementStarts);
    const sign = scanSql(written).find(({ text }) => text === ':=' || text === '=');
    const value = written.slice(sign?.end ?? 0);
    const start = span.start + (sign?.end ?? 0) + (value.length - value.trimStart().length);
    const target = written.slice(0, sign?.start ?? 0);
    return {
      kind: 'expression',
      expression: this.#expressionAt({ start, end: span.end }),
      target: nameOfVariable(target),
    };
  }

  #sql(expression: unknown, behind: ReadonlySet<string>) {
    const written = queryOf(expression);
    const span = this.#place(written, behind);
    const place = placeOfSpan(this.code, span);
    const isVerbatim = place.end - place.start === written.length;
    return this.embedder.statement(isVerbatim ? written : this.#laidOut(span), place);
  }

  #optionalExpression(expression: unknown, ...behind: readonly string[]): readonly BodyStep[] {
    const found = this.#optional(expression, ...behind);
    return found === undefined ? [] : [asStep(found)];
  }

  #optional(expression: unknown, ...behind: readonly string[]): BodyExpression | undefined {
    return expression === undefined ? undefined : this.#expression(expression, ...behind);
  }

  #expression(expression: unknown, ...behind: readonly string[]): BodyExpression {
    return this.#expressionOf(queryOf(expression), ...behind);
  }

  #expressionOf(written: string, ...behind: readonly string[]): BodyExpression {
    return this.#expressionAt(this.#place(written, new Set(behind)));
  }

  #expressionAt(span: Span): BodyExpression {
    return this.embedder.expression(this.#laidOut(span), placeOfSpan(this.code, span));
  }

  #laidOut(span: Span): string {
    return laidOut(this.code, span);
  }

  #place(written: string, behind: ReadonlySet<string>): Span {
    return this.#finder.find(written, behind) ?? misplaced(written);
  }
}

/** The names right before a sign of assignment or an index, and those of INTO. */
function assignedNames({ text }: MappedText): ReadonlySet<string> {
  const tokens = scanSql(text);
  const names = tokens.filter((_token, place) => {
    const [next, before] = [tokens[place + 1]?.text, tokens[place - 1]?.text.toUpperCase()];
    return next === ':=' || next === '=' || next === '[' || before === 'INTO' || before === 'STRICT';
  });
  return new Set(names.map((token) => token.text.toLowerCase()));
}

const forQuery: ReadonlySet<string> = new Set(['IN', 'FOR']);
const returnQuery: ReadonlySet<string> = new Set(['QUERY']);

function asStep(expression: BodyExpression): BodyStep {
  return { kind: 'expression', expression, target: undefined };
}

/** RAISE without a level is an error; the parser numbers levels as the server does (`elog.h`). */
function isError(fields: ParsedNode['fields']): boolean {
  const error = 21;
  const level = fields['elog_level'];
  return typeof level === 'number' && level >= error;
}

/** The parser writes `WHEN a, b` of a simple CASE as `"__Case__Variable_4__" IN (a, b)`. */
function compared(condition: string): string {
  return condition.replace(/^"__Case__Variable_\d+__" IN \(/, '').replace(/\)$/, '');
}

function queryOf(expression: unknown): string {
  const [text] = textOf(nodeOf(expression)?.fields['query']);
  return text ?? misplaced('an expression without text');
}

function misplaced(what: string): never {
  throw new Misplaced(what);
}

function nodeOf(value: unknown): ParsedNode | undefined {
  const [entry] = Object.entries(recordOf(value));
  return entry === undefined ? undefined : { kind: entry[0], fields: recordOf(entry[1]) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}
