import type { Node } from '@pgsql/types';
import {
  findTable,
  nameOf,
  resolveRelation,
  type Catalog,
  type Routine,
  type Table,
  type Trigger,
} from '../../catalog';
import { bodyOf, nameOfRangeVar, nodeAs, parseSqlFile, sqlOf, stringsOf, type BodyStep } from '../../sql';
import { asSeenBy } from '../../tenancy';
import { innerSteps } from './bodyLoops';
import type { TenantLink } from './tenantLinks';

/**
 * Whether a trigger gives each row of the child the tenant of the row that its foreign key points to, whatever is written:
 * `NEW.tenant_id := (SELECT tenant_id FROM parent WHERE id = NEW.parent_id)` before each INSERT and UPDATE. The server
 * checks policies and foreign keys with the row that such a trigger leaves.
 */
export function takesTenantFromParent(link: TenantLink, catalog: Catalog): boolean {
  const child = findTable(catalog, nameOf(link.child));
  return child?.triggers.some((trigger) => setsTenant(trigger, link, catalog)) ?? false;
}

function setsTenant(trigger: Trigger, link: TenantLink, catalog: Catalog): boolean {
  const isAlwaysAsked =
    trigger.timing === 'before' &&
    trigger.level === 'row' &&
    trigger.when === undefined &&
    (trigger.enabled === 'origin' || trigger.enabled === 'always') &&
    trigger.events.includes('insert') &&
    trigger.events.includes('update') &&
    isAskedFor(trigger.columns, link);
  if (!isAlwaysAsked) return false;
  const [routine, ...overloads] = catalog.routines.get(trigger.routine) ?? [];
  if (routine === undefined || overloads.length > 0) return false;
  const steps = stepsOf(routine);
  const place = steps.findIndex((step) => isLookUp(step, link, asSeenBy(routine, catalog)));
  const [earlier, later] = [steps.slice(0, place), steps.slice(place + 1)];
  return place >= 0 && !earlier.some(mayLeave) && !later.some((step) => isWrittenIn(step, link));
}

/** UPDATE OF has to name whatever could part the row from its parent. */
function isAskedFor(columns: readonly string[], { childTenant, foreignKey }: TenantLink): boolean {
  return (
    columns.length === 0 || [childTenant, ...foreignKey.columns].every((column) => columns.includes(column))
  );
}

/** What the function does one after the other; nothing where an error may undo it. */
function stepsOf({ language, definition }: Routine): readonly BodyStep[] {
  if (language !== 'plpgsql' || definition === undefined) return [];
  const [statement] = parseSqlFile(sqlOf({ CreateFunctionStmt: definition })).statements;
  const [block] = statement === undefined ? [] : (bodyOf(statement)?.steps ?? []);
  return block?.kind === 'block' && block.handlers.length === 0 ? block.steps : [];
}

function mayLeave(step: BodyStep): boolean {
  return step.kind === 'leave' || innerSteps(step).some(mayLeave);
}

/** Whether the step gives the row another tenant, or lets it point to another row of the parent. */
function isWrittenIn(step: BodyStep, link: TenantLink): boolean {
  const columns = [link.childTenant, ...link.foreignKey.columns];
  return step.kind === 'expression'
    ? columns.some((column) => isOfNewRow(step.target, column))
    : innerSteps(step).some((inner) => isWrittenIn(inner, link));
}

function isLookUp(step: BodyStep, link: TenantLink, catalog: Catalog): boolean {
  // A row that points nowhere may have any tenant.
  if (step.kind === 'choice') {
    const [first] = step.branches;
    return (
      first?.test === 'condition' &&
      testsForNull(valueOf(first.condition.query.tree), link) &&
      first.steps.some((inner) => isLookUp(inner, link, catalog))
    );
  }
  if (step.kind !== 'expression' || !isOfNewRow(step.target, link.childTenant)) return false;
  const subLink = nodeAs(valueOf(step.expression.query.tree), 'SubLink');
  return subLink?.subLinkType === 'EXPR_SUBLINK' && readsParent(subLink.subselect, link, catalog);
}

function testsForNull(condition: Node | undefined, { foreignKey }: TenantLink): boolean {
  const test = nodeAs(condition, 'NullTest');
  const [column = '', ...others] = foreignKey.columns;
  return (
    test?.nulltesttype === 'IS_NOT_NULL' && others.length === 0 && isOfNewRow(fieldsOf(test.arg), column)
  );
}

/** `SELECT tenant_id FROM parent WHERE id = NEW.parent_id`, with nothing else that could find another row. */
function readsParent(query: Node | undefined, { parent, ...link }: TenantLink, catalog: Catalog): boolean {
  const select = nodeAs(query, 'SelectStmt');
  const [from, ...joined] = select?.fromClause ?? [];
  const [target, ...furtherTargets] = select?.targetList ?? [];
  const range = nodeAs(from, 'RangeVar');
  const written = nameOfRangeVar(range);
  if (written === undefined || joined.length > 0 || furtherTargets.length > 0) return false;
  if (resolveRelation(catalog, written) !== nameOf(parent)) return false;
  if (!isOfParent(fieldsOf(nodeAs(target, 'ResTarget')?.val), link.parentTenant, parent)) return false;
  const [column = '', ...furtherColumns] = link.foreignKey.columns;
  const [referenced = ''] = link.foreignKey.referencedColumns;
  const comparison = nodeAs(select?.whereClause, 'A_Expr');
  if (furtherColumns.length > 0 || stringsOf(comparison?.name).join('') !== '=') return false;
  const sides = [fieldsOf(comparison?.lexpr), fieldsOf(comparison?.rexpr)];
  return (
    sides.some((side) => isOfParent(side, referenced, parent)) &&
    sides.some((side) => isOfNewRow(side, column))
  );
}

/** The one expression of `SELECT expression`. */
function valueOf(query: Node | undefined): Node | undefined {
  const [target] = nodeAs(query, 'SelectStmt')?.targetList ?? [];
  return nodeAs(target, 'ResTarget')?.val;
}

function fieldsOf(node: Node | undefined): readonly string[] {
  return stringsOf(nodeAs(node, 'ColumnRef')?.fields);
}

function isOfNewRow(fields: readonly string[] | undefined, column: string): boolean {
  return fields?.length === 2 && fields[0] === 'new' && fields[1] === column;
}

/** The query reads one relation, so that any name before a column is that relation's, but for the trigger's rows. */
function isOfParent(fields: readonly string[], column: string, parent: Table): boolean {
  const isOfRow = fields.length === 2 && ['new', 'old'].includes(fields[0] ?? '');
  return fields.at(-1) === column && !isOfRow && parent.columns.some(({ name }) => name === column);
}
