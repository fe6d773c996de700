import type { ColumnDef, Constraint, ConstrType, Node } from '@pgsql/types';
import { columnTypeOf, findColumn } from '../../catalog';
import { nodeAs, typeOf } from '../../sql';
import type { Action, BehaviourContext } from '../model';
import { commandOf, targetTable } from './neighbours';
import { oncePerAction } from './oncePerAction';
import { domainOf, isConstrainedDomain } from './typeChange';
import { volatilityOf } from './volatility';

/** Where the values of a new column in existing rows come from. */
export type Fill =
  | 'there already'
  | 'stored generated'
  | 'virtual generated'
  | 'identity'
  | 'serial'
  | 'constrained domain'
  | 'volatile default'
  | 'required'
  | 'stable default'
  | 'constant default'
  | 'none';

export interface AddedColumn {
  readonly definition: ColumnDef;
  readonly fill: Fill;
  readonly dependsOn: readonly string[];
}

/** What an ADD COLUMN makes the server put into existing rows. */
export const addedColumn = oncePerAction(judgeAddedColumn);

function judgeAddedColumn(action: Action, context: BehaviourContext): AddedColumn | undefined {
  const command = commandOf(action, 'AT_AddColumn');
  const definition = nodeAs(command?.def, 'ColumnDef');
  if (definition === undefined) return undefined;
  const isThere =
    command?.missing_ok === true &&
    findColumn(targetTable(action, context), definition.colname ?? '') !== undefined;
  return {
    definition,
    ...(isThere ? { fill: 'there already', dependsOn: [] } : fillOf(definition, context)),
  };
}

/** What a column of that definition holds in rows that are there already. */
export function fillOf(
  definition: ColumnDef,
  context: BehaviourContext,
): Pick<AddedColumn, 'fill' | 'dependsOn'> {
  const exactly = (fill: Fill) => ({ fill, dependsOn: [] });
  const generated = constraintOf(definition, 'CONSTR_GENERATED');
  if (generated !== undefined)
    return exactly(generated.generated_kind === 'v' ? 'virtual generated' : 'stored generated');
  if (constraintOf(definition, 'CONSTR_IDENTITY') !== undefined) return exactly('identity');
  if (serialTypes.has(typeOf(definition.typeName)?.name ?? '')) return exactly('serial');
  const type = columnTypeOf(context.catalog, definition.typeName);
  const expression =
    constraintOf(definition, 'CONSTR_DEFAULT')?.raw_expr ?? domainOf(type, context.catalog)?.default;
  if (isConstrainedDomain(type, context.catalog)) return exactly('constrained domain');
  if (expression !== undefined && !isNull(expression)) return fillOfDefault(expression, context);
  const isRequired =
    constraintOf(definition, 'CONSTR_NOTNULL') !== undefined ||
    constraintOf(definition, 'CONSTR_PRIMARY') !== undefined;
  return exactly(isRequired ? 'required' : 'none');
}

function fillOfDefault(expression: Node, context: BehaviourContext): Pick<AddedColumn, 'fill' | 'dependsOn'> {
  const { level, unknown, inlinable } = volatilityOf(expression, context.catalog);
  const dependsOn = [
    ...unknown.map(
      (name) => `Whether ${name}() is volatile: neither the server nor the migration history has it.`,
    ),
    ...inlinable.map(
      (name) => `Whether the server can replace ${name}() by its body, and how volatile that is.`,
    ),
  ];
  const fills = {
    volatile: 'volatile default',
    stable: 'stable default',
    immutable: 'constant default',
  } as const;
  return { fill: fills[level], dependsOn };
}

const serialTypes = new Set(['serial', 'serial4', 'bigserial', 'serial8', 'smallserial', 'serial2']);

export function hasConstraint(definition: ColumnDef | undefined, type: ConstrType): boolean {
  return definition !== undefined && constraintOf(definition, type) !== undefined;
}

function constraintOf(definition: ColumnDef, type: ConstrType): Constraint | undefined {
  return (definition.constraints ?? [])
    .map((node) => nodeAs(node, 'Constraint'))
    .find((constraint) => constraint?.contype === type);
}

function isNull(expression: Node): boolean {
  return nodeAs(expression, 'A_Const')?.isnull === true;
}
