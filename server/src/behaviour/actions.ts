import type { AlterTableStmt, ColumnDef, Constraint, CreateStmt, Node, RangeVar } from '@pgsql/types';
import type { Catalog, QualifiedName } from '../catalog';
import { resolveRelation } from '../catalog';
import {
  commaSeparatedSpans,
  nameOfRangeVar,
  nodeAs,
  offsetInFile,
  tokensOf,
  walk,
  type Span,
  type Statement,
} from '../sql';
import type { Action } from './model';

/**
 * The parts of a statement that the server does one by one: the actions of an ALTER TABLE and the constraints written
 * inside a column or table definition, each with its own place; any other statement is one action.
 */
export function actionsOf(statement: Statement, tree: Node, catalog: Catalog): readonly Action[] {
  const alterTable = nodeAs(tree, 'AlterTableStmt');
  if (alterTable !== undefined) return actionsOfAlterTable(statement, tree, alterTable, catalog);
  const whole = wholeStatement(statement, tree, catalog);
  const createTable = nodeAs(tree, 'CreateStmt');
  if (createTable === undefined) {
    return [whole, ...plannedWithin(tree, whole, catalog), ...dataChangesWithin(tree, whole, catalog)];
  }
  return [
    whole,
    ...foreignKeysOf(statement, createTable).map((part) => ({ ...whole, ...part, within: tree })),
  ];
}

/** What EXPLAIN, PREPARE and DECLARE CURSOR plan; of these only EXPLAIN ANALYZE carries it out there and then. */
function plannedWithin(tree: Node, whole: Action, catalog: Catalog): readonly Action[] {
  const content =
    nodeAs(tree, 'ExplainStmt')?.query ??
    nodeAs(tree, 'PrepareStmt')?.query ??
    nodeAs(tree, 'DeclareCursorStmt')?.query;
  if (content === undefined) return [];
  return [{ ...whole, content, relation: relationNamed(catalog, targetOf(content)), within: tree }];
}

/** Common table expressions that write are statements of their own in all but their place. */
function dataChangesWithin(tree: Node, whole: Action, catalog: Catalog): readonly Action[] {
  const changes: Action[] = [];
  walk(tree, (node) => {
    const content = nodeAs(node, 'CommonTableExpr')?.ctequery;
    if (content === undefined || nodeAs(content, 'SelectStmt') !== undefined) return undefined;
    changes.push({ ...whole, content, relation: relationNamed(catalog, targetOf(content)), within: tree });
    return undefined;
  });
  return changes;
}

/** The relation that a range variable means, by the search path. */
export function relationNamed(catalog: Catalog, relation: RangeVar | undefined): QualifiedName | undefined {
  const written = nameOfRangeVar(relation);
  return written === undefined ? undefined : resolveRelation(catalog, written);
}

function wholeStatement(statement: Statement, tree: Node, catalog: Catalog): Action {
  return {
    statement: tree,
    content: tree,
    span: statement.span,
    relation: relationNamed(catalog, targetOf(tree)),
    within: undefined,
  };
}

/** The one relation that a statement is about, where it names one as its target. */
function targetOf(tree: Node): RangeVar | undefined {
  return (
    nodeAs(tree, 'IndexStmt')?.relation ??
    nodeAs(tree, 'CreateStmt')?.relation ??
    nodeAs(tree, 'CreateForeignTableStmt')?.base?.relation ??
    nodeAs(tree, 'RenameStmt')?.relation ??
    nodeAs(tree, 'AlterObjectSchemaStmt')?.relation ??
    nodeAs(tree, 'CreateTrigStmt')?.relation ??
    nodeAs(tree, 'RuleStmt')?.relation ??
    nodeAs(tree, 'CreatePolicyStmt')?.table ??
    nodeAs(tree, 'AlterPolicyStmt')?.table ??
    nodeAs(tree, 'InsertStmt')?.relation ??
    nodeAs(tree, 'UpdateStmt')?.relation ??
    nodeAs(tree, 'DeleteStmt')?.relation ??
    nodeAs(tree, 'MergeStmt')?.relation ??
    nodeAs(tree, 'CopyStmt')?.relation ??
    nodeAs(tree, 'RefreshMatViewStmt')?.relation ??
    nodeAs(tree, 'ViewStmt')?.view ??
    nodeAs(tree, 'CreateTableAsStmt')?.into?.rel ??
    nodeAs(tree, 'ReindexStmt')?.relation ??
    nodeAs(tree, 'ClusterStmt')?.relation
  );
}

function actionsOfAlterTable(
  statement: Statement,
  tree: Node,
  alterTable: AlterTableStmt,
  catalog: Catalog,
): readonly Action[] {
  const commands = alterTable.cmds ?? [];
  const spans = spansOfCommands(statement, alterTable, commands.length);
  const relation = relationNamed(catalog, alterTable.relation);
  return commands.flatMap((command, index) => {
    const span = spans[index] ?? statement.span;
    const action = { statement: tree, content: command, span, relation, within: undefined };
    const column = nodeAs(nodeAs(command, 'AlterTableCmd')?.def, 'ColumnDef');
    if (nodeAs(command, 'AlterTableCmd')?.subtype !== 'AT_AddColumn' || column === undefined) return [action];
    const parts = inlineConstraints(statement, column, span);
    return [action, ...parts.map((part) => ({ ...action, ...part, within: command }))];
  });
}

function spansOfCommands(statement: Statement, alterTable: AlterTableStmt, count: number): readonly Span[] {
  const start = endOfName(statement, offsetInFile(statement, alterTable.relation?.location));
  const spans = commaSeparatedSpans(statement, { start, end: statement.span.end });
  // A statement whose parts cannot be told apart is shown as a whole.
  return spans.length === count ? spans : [];
}

/** The end of the possibly qualified name that starts at an offset, the star that asks for descendants included. */
function endOfName(statement: Statement, start: number): number {
  const tokens = tokensOf(statement).filter((token) => token.start >= start);
  let last = 0;
  while (tokens[last + 1]?.text === '.') last += 2;
  if (tokens[last + 1]?.text === '*') last++;
  return tokens[last]?.end ?? start;
}

type Part = Pick<Action, 'content' | 'span'>;

/** What a column's constraints do beside the column itself; its default and NOT NULL are judged with the column. */
function inlineConstraints(statement: Statement, column: ColumnDef, within: Span): readonly Part[] {
  const constraints = column.constraints ?? [];
  return constraints.flatMap((content, index): readonly Part[] => {
    const constraint = nodeAs(content, 'Constraint');
    if (constraint === undefined || !standsAlone(constraint)) return [];
    const next = nodeAs(constraints[index + 1], 'Constraint')?.location;
    const start = offsetInFile(statement, constraint.location);
    const limit = next === undefined ? within.end : offsetInFile(statement, next);
    return [{ content, span: { start, end: endOfTokens(statement, start, limit) } }];
  });
}

function standsAlone(constraint: Constraint): boolean {
  switch (constraint.contype) {
    case 'CONSTR_CHECK':
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
    case 'CONSTR_FOREIGN':
    case 'CONSTR_EXCLUSION':
      return true;
    default:
      return false;
  }
}

/** Only a foreign key of a new table touches a table that was there before. */
function foreignKeysOf(statement: Statement, createTable: CreateStmt): readonly Part[] {
  const elements = createTable.tableElts ?? [];
  return elements.flatMap((element, index): readonly Part[] => {
    const limit = locationOf(elements[index + 1]);
    const end = limit === undefined ? statement.span.end : offsetInFile(statement, limit);
    const column = nodeAs(element, 'ColumnDef');
    if (column !== undefined) {
      const within = { start: offsetInFile(statement, column.location), end };
      return inlineConstraints(statement, column, within).filter((part) => isForeignKey(part.content));
    }
    if (!isForeignKey(element)) return [];
    const start = offsetInFile(statement, locationOf(element));
    return [{ content: element, span: { start, end: endOfTokens(statement, start, end) } }];
  });
}

function isForeignKey(node: Node): boolean {
  return nodeAs(node, 'Constraint')?.contype === 'CONSTR_FOREIGN';
}

function locationOf(element: Node | undefined): number | undefined {
  return (
    nodeAs(element, 'ColumnDef')?.location ??
    nodeAs(element, 'Constraint')?.location ??
    nodeAs(element, 'TableLikeClause')?.relation?.location
  );
}

/** The end of what starts at an offset: before the limit, a comma, or the parenthesis that closes the list around it. */
export function endOfTokens(statement: Statement, start: number, limit: number): number {
  let depth = 0;
  let end = start;
  for (const token of tokensOf(statement)) {
    if (token.start < start) continue;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth < 0 || token.start >= limit || (depth === 0 && token.text === ',')) break;
    end = token.end;
  }
  return end;
}
