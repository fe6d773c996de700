import type { ColumnDef, Node } from '@pgsql/types';
import { columnTypeOf, findColumn, spokenType, type ColumnType } from '../catalog';
import { nodeAs, offsetInFile, tokensOf, type Span, type Statement } from '../sql';
import { endOfTokens } from './actions';
import type { Action, BehaviourContext } from './model';
import { fillOf } from './postgres/columnFill';
import { targetTable } from './postgres/neighbours';
import { isConstrainedDomain, typeChangeOf } from './postgres/typeChange';
import { volatilityOf } from './postgres/volatility';

/** A part of an action that decides what the server does: a type, a default, a NOT NULL. */
export interface ExplainedElement {
  /** As written in the heading of a hover: `Type`, `Default`. */
  readonly title: string;
  readonly span: Span;
  /** Why it matters, one sentence each. */
  readonly notes: readonly string[];
}

/** What the type, the default and the NOT NULL of a column added or changed by an action decide. */
export function elementsOf(
  action: Action,
  statement: Statement,
  context: BehaviourContext,
): readonly ExplainedElement[] {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const definition = nodeAs(command?.def, 'ColumnDef');
  if (command === undefined || definition === undefined) return [];
  switch (command.subtype) {
    case 'AT_AddColumn':
      return elementsOfNewColumn(definition, action, statement, context);
    case 'AT_AlterColumnType':
      return elementsOfTypeChange(command.name ?? '', definition, action, statement, context);
    default:
      return [];
  }
}

function elementsOfNewColumn(
  definition: ColumnDef,
  action: Action,
  statement: Statement,
  context: BehaviourContext,
): readonly ExplainedElement[] {
  const spanFrom = spansIn(definition, action, statement);
  const type = columnTypeOf(context.catalog, definition.typeName);
  const { fill } = fillOf(definition, context);
  const constraints = (definition.constraints ?? []).flatMap((node) => nodeAs(node, 'Constraint') ?? []);
  const ofConstraints = constraints.flatMap((constraint): readonly ExplainedElement[] => {
    const span = spanFrom(constraint.location);
    if (constraint.contype === 'CONSTR_DEFAULT' && constraint.raw_expr !== undefined) {
      return [{ title: 'Default', span, notes: defaultNotes(constraint.raw_expr, context) }];
    }
    if (constraint.contype !== 'CONSTR_NOTNULL') return [];
    const note =
      fill === 'required'
        ? 'NOT NULL without a default: the statement fails as soon as the table has one row.'
        : 'The column has a value in every row from the start, so NOT NULL needs no scan.';
    return [{ title: 'NOT NULL', span, notes: [note] }];
  });
  return [
    {
      title: 'Type',
      span: spanFrom(definition.typeName?.location),
      notes: [newTypeNote(type, fill, context)],
    },
    ...ofConstraints,
  ];
}

function newTypeNote(
  type: ColumnType,
  fill: ReturnType<typeof fillOf>['fill'],
  context: BehaviourContext,
): string {
  const name = `\`${spokenType(type)}\``;
  if (fill === 'serial') {
    return `${name} takes its values from a sequence: every existing row gets one of its own, so the table and its indexes are rewritten.`;
  }
  if (isConstrainedDomain(type, context.catalog)) {
    return `${name} is a domain with constraints, which every existing row is checked against: the table is rewritten even without a default.`;
  }
  return `${name} by itself costs nothing: without a value to compute, a new column exists in the catalog only.`;
}

function defaultNotes(expression: Node, context: BehaviourContext): readonly string[] {
  const { level, unknown } = volatilityOf(expression, context.catalog);
  const uncertain = unknown.map(
    (name) =>
      `${name}() is known neither from the server nor from the migration history; it is taken as volatile.`,
  );
  switch (level) {
    case 'volatile':
      return [
        'Volatile: each existing row needs a value of its own, so the table and its indexes are rewritten.',
        ...uncertain,
      ];
    case 'stable':
      return [
        'Stable: it is evaluated once, and the catalog keeps the result for all existing rows; nothing is rewritten (since version 11).',
      ];
    case 'immutable':
      return [
        'Constant: the catalog keeps it for all existing rows; nothing is rewritten (since version 11).',
      ];
  }
}

function elementsOfTypeChange(
  column: string,
  definition: ColumnDef,
  action: Action,
  statement: Statement,
  context: BehaviourContext,
): readonly ExplainedElement[] {
  const current = findColumn(targetTable(action, context), column);
  if (current === undefined) return [];
  const target = columnTypeOf(context.catalog, definition.typeName);
  const { isRewrite, losesData, dependsOn } = typeChangeOf(
    { name: column, type: current.type },
    target,
    definition.raw_default,
    context.catalog,
  );
  const change = `From \`${spokenType(current.type)}\` to \`${spokenType(target)}\``;
  const notes = [
    isRewrite
      ? `${change}: the stored values are not valid as they are, so every row is written anew.`
      : `${change}: the stored values stay as they are; nothing is rewritten.`,
    ...(losesData ? ['A value may not come back the same when the change is undone.'] : []),
    ...dependsOn,
  ];
  return [
    { title: 'Type', span: spansIn(definition, action, statement)(definition.typeName?.location), notes },
  ];
}

/** A part of a column definition ends where the next one, or the USING of a type change, starts. */
function spansIn(
  definition: ColumnDef,
  action: Action,
  statement: Statement,
): (location: number | undefined) => Span {
  const locations = [
    definition.typeName?.location,
    definition.collClause?.location,
    ...(definition.constraints ?? []).map((node) => nodeAs(node, 'Constraint')?.location),
  ];
  const starts = [
    ...locations.flatMap((location) => (location === undefined ? [] : [offsetInFile(statement, location)])),
    ...(definition.raw_default === undefined ? [] : usingOffsets(action, statement)),
  ];
  return (location) => {
    const start = offsetInFile(statement, location);
    const limit = Math.min(action.span.end, ...starts.filter((other) => other > start));
    return { start, end: endOfTokens(statement, start, limit) };
  };
}

function usingOffsets(action: Action, statement: Statement): readonly number[] {
  return tokensOf(statement)
    .filter(({ text, start }) => /^using$/i.test(text) && start >= action.span.start)
    .map(({ start }) => start);
}
