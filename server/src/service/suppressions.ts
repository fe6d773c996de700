import { bodyOf, nodeAs, splitSql, type Comment, type Span, type SqlFile, type Statement } from '../sql';
import { suppressibleRules } from './ruleIdentity';

/** One rule id in a suppression comment, with its place in the file. */
export interface SuppressedRule {
  readonly rule: string;
  readonly span: Span;
}

/** A `-- tenantsafe-ignore rule-a, rule-b: reason` or `-- tenantsafe-ignore-file …` comment. */
export interface Suppression {
  readonly comment: Span;
  readonly rules: readonly SuppressedRule[];
  /** Empty where the comment gives none; then it suppresses nothing. */
  readonly reason: string;
  /** The whole file, a statement, or nothing where no statement follows. */
  readonly target: 'file' | Statement | undefined;
}

const directive = /^--\s*tenantsafe-ignore(-file)?(?![\w-])/;

/**
 * The suppression comments of a file, and those inside its DO blocks. Spans are those of the file's own text.
 *
 * @param embedded the statements that the DO blocks run.
 */
export function suppressionsOf(file: SqlFile, embedded: readonly Statement[] = []): readonly Suppression[] {
  const own = read(file.comments, (comment) => statementFor(comment, file));
  const inBlocks = file.statements.flatMap((block) =>
    read(commentsIn(block, file), (comment) => statementRightAfter(comment, embedded, file)),
  );
  return [...own, ...inBlocks];
}

function read(
  comments: readonly Comment[],
  targetOf: (comment: Span) => Statement | undefined,
): readonly Suppression[] {
  return comments.flatMap((comment) => {
    const match = comment.style === 'line' ? directive.exec(comment.text) : null;
    if (match === null) return [];
    const body = comment.text.slice(match[0].length);
    const colon = body.indexOf(':');
    const names = colon < 0 ? body : body.slice(0, colon);
    return {
      comment: comment.span,
      rules: rulesIn(names, comment.span.start + match[0].length),
      reason: colon < 0 ? '' : body.slice(colon + 1).trim(),
      target: match[1] === undefined ? targetOf(comment.span) : 'file',
    };
  });
}

/**
 * Whether the suppression covers a finding of `rule` at `offset`. Only a comment with a reason suppresses, and only the
 * rules that it names exactly.
 */
export function suppresses(suppression: Suppression, rule: string, offset: number): boolean {
  if (suppression.reason === '') return false;
  if (!suppression.rules.some((named) => named.rule === rule)) return false;
  if (suppression.target === 'file') return true;
  if (suppression.target === undefined) return false;
  const { start, end } = suppression.target.span;
  return offset >= start && offset <= end;
}

export function isSuppressible(rule: string): boolean {
  return suppressibleRules.some((known) => known.id === rule);
}

function rulesIn(names: string, offset: number): readonly SuppressedRule[] {
  return [...names.matchAll(/[^,]+/g)].flatMap((match) => {
    const rule = match[0].trim();
    if (rule === '') return [];
    const start = offset + match.index + match[0].indexOf(rule);
    return { rule, span: { start, end: start + rule.length } };
  });
}

/** The statement around the comment or before it on its line, else the next one. */
function statementFor(comment: Span, file: SqlFile): Statement | undefined {
  const line = file.source.positionAt(comment.start).line;
  const before = file.statements.findLast((statement) => statement.span.start < comment.start);
  if (before !== undefined && (before.span.end > comment.start || before.range.end.line === line))
    return before;
  return file.statements.find((statement) => statement.span.start > comment.start);
}

/** The comments in the code of a DO block, where it stands between dollar quotes and so as it is. */
function commentsIn(block: Statement, { source: { text } }: SqlFile): readonly Comment[] {
  const code = nodeAs(block.tree, 'DoStmt') === undefined ? undefined : bodyOf(block)?.span;
  if (code === undefined || text.charAt(code.start - 1) !== '$') return [];
  return splitSql(text.slice(code.start, code.end)).comments.map((comment) => ({
    ...comment,
    span: { start: code.start + comment.span.start, end: code.start + comment.span.end },
  }));
}

/** Only the statement that comes next: a comment before an IF or a loop is not about all that stands in it. */
function statementRightAfter(
  comment: Span,
  embedded: readonly Statement[],
  { source: { text } }: SqlFile,
): Statement | undefined {
  const next = embedded
    .filter(({ span }) => span.start >= comment.end)
    .sort((one, other) => one.span.start - other.span.start)[0];
  if (next === undefined) return undefined;
  const between = text.slice(comment.end, next.span.start).replaceAll(/--[^\n]*/g, '');
  return between.trim() === '' ? next : undefined;
}
