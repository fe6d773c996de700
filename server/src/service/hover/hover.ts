import { elementsOf, type ExplainedElement } from '../../behaviour';
import type { ReviewedStatement } from '../../rules';
import type { Position, Range, Span } from '../../sql';
import { inFile, obstacleOf, placesAt, type Analysis, type ScriptPlace } from '../analysis';
import { majorVersionOf } from '../review';
import { describedRule, docsUrlOf } from '../ruleIdentity';
import { suppressionsOf } from '../suppressions';
import { relationHover } from './relationHover';
import { actionMarkdown, elementMarkdown, statementMarkdown, type TableSizes } from './markdown';

export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

/**
 * What the server does for the statement under the cursor; inside an ALTER TABLE of several actions, what it does for
 * that one; on a type, a default or a constraint, why that matters; on a table, first whose rows it holds. Over a rule id in a suppression comment, what the
 * rule finds.
 */
export function hoverAt(analysis: Analysis, path: string, position: Position): Hover | undefined {
  if (obstacleOf(analysis, path) !== undefined) return undefined;
  const source = analysis.source(path);
  const offset = source.offsetAt(position);
  for (const place of placesAt(analysis, path)) {
    const found = hoverInScript(analysis, place, offset - place.script.span.start);
    if (found !== undefined) {
      return { markdown: found.markdown, range: source.rangeOf(inFile(place.script, found.span)) };
    }
  }
  return undefined;
}

interface FoundHover {
  readonly markdown: string;
  readonly span: Span;
}

function hoverInScript(analysis: Analysis, place: ScriptPlace, offset: number): FoundHover | undefined {
  const { file, statements } = analysis.review(place);
  const named = suppressionsOf(file)
    .flatMap(({ rules }) => rules)
    .find(({ span }) => covers(span, offset));
  if (named !== undefined) return ruleHover(named.rule, named.span);
  const reviewed = narrowest(statements, ({ statement }) => statement.span, offset);
  if (reviewed === undefined || reviewed.statement.error !== undefined) return undefined;
  const relation = relationHover(reviewed, analysis.project.policy, offset);
  const { markdown, span } = statementHover(reviewed, analysis, offset);
  // What is locked must not be hidden behind what the table is.
  return relation === undefined
    ? { markdown, span }
    : { markdown: `${relation.markdown}\n\n---\n\n${markdown}`, span: relation.span };
}

function statementHover(reviewed: ReviewedStatement, analysis: Analysis, offset: number): FoundHover {
  const { statement, behaviour } = reviewed;
  const sizes = tableSizes(analysis);
  const explained = narrowest(behaviour.actions, ({ action }) => action.span, offset);
  if (explained !== undefined) {
    const element = elementAt(reviewed, analysis, offset);
    if (element !== undefined) {
      return { markdown: elementMarkdown(element, explained, sizes), span: element.span };
    }
    if (behaviour.actions.length > 1) {
      return { markdown: actionMarkdown(explained, reviewed, sizes), span: explained.action.span };
    }
  }
  return { markdown: statementMarkdown(reviewed, sizes), span: statement.span };
}

function elementAt(
  { statement, behaviour, before }: ReviewedStatement,
  analysis: Analysis,
  offset: number,
): ExplainedElement | undefined {
  const context = { catalog: before, version: majorVersionOf(analysis.project.policy.version) };
  const elements = behaviour.actions
    .filter(({ action }) => covers(action.span, offset))
    .flatMap(({ action }) => elementsOf(action, statement, context));
  return narrowest(elements, ({ span }) => span, offset);
}

/** The rows that the policy tells of a table in production, named with or without its schema. */
function tableSizes(analysis: Analysis): TableSizes {
  const { rows } = analysis.project.policy.production;
  return (relation) => rows[relation] ?? rows[relation.slice(relation.indexOf('.') + 1)];
}

/** What covers an offset; where several do, the one that says most about it. */
function narrowest<Spanned>(
  candidates: readonly Spanned[],
  spanOf: (candidate: Spanned) => Span,
  offset: number,
): Spanned | undefined {
  const length = (candidate: Spanned) => spanOf(candidate).end - spanOf(candidate).start;
  return candidates
    .filter((candidate) => covers(spanOf(candidate), offset))
    .toSorted((one, other) => length(one) - length(other))[0];
}

function covers(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}

function ruleHover(rule: string, span: Span): FoundHover | undefined {
  const described = describedRule(rule);
  if (described === undefined) return undefined;
  return { markdown: `**${rule}**: ${described.summary}\n\n[Rule page](${docsUrlOf(rule)})`, span };
}
