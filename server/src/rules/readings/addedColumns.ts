import type { ColumnDef, ConstrType } from '@pgsql/types';
import type { Action, ExplainedAction } from '../../behaviour';
import { spokenName, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement } from '../model';
import { findingsByAction } from './findingsByAction';
import { couldBeNew } from './newTables';
import { whatItHangsOn, whoWaitsMeanwhile } from './rewrites';
import { blockingLocks, spokenLocks } from './waiting';

/** A column that an ADD COLUMN gives to a table. */
export interface AddedColumn {
  readonly name: string;
  readonly relation: QualifiedName;
  readonly definition: ColumnDef;
}

/** The column of an ADD COLUMN, also of the action that is one of the column's own constraints. */
export function addedColumnOf(action: Action): AddedColumn | undefined {
  const command = nodeAs(action.within ?? action.content, 'AlterTableCmd');
  const definition = command?.subtype === 'AT_AddColumn' ? nodeAs(command.def, 'ColumnDef') : undefined;
  if (definition?.colname === undefined || action.relation === undefined) return undefined;
  return { name: definition.colname, relation: action.relation, definition };
}

/** Whether a constraint of that type, a default among them, is part of the column's definition. */
export function hasColumnConstraint(definition: ColumnDef, type: ConstrType): boolean {
  return (definition.constraints ?? []).some((node) => nodeAs(node, 'Constraint')?.contype === type);
}

/** Whether the definition has no constraints but those of such types, a default among them. */
export function hasOnly(definition: ColumnDef, ...types: readonly ConstrType[]): boolean {
  return (definition.constraints ?? []).every((node) => {
    const type = nodeAs(node, 'Constraint')?.contype;
    return type !== undefined && types.includes(type);
  });
}

/** What a rule finds in the ADD COLUMN actions of such behaviour rows, on tables that others may be using. */
export function findingsByAddedColumn(
  migration: ReviewedMigration,
  rows: readonly string[],
  findingFor: (
    column: AddedColumn,
    explained: ExplainedAction,
    reviewed: ReviewedStatement,
    migration: ReviewedMigration,
  ) => Finding | undefined,
): Iterable<Finding> {
  return findingsByAction(migration, (explained, reviewed) => {
    const { action, row } = explained;
    if (row === undefined || !rows.includes(row.id)) return undefined;
    const column = addedColumnOf(action);
    if (column === undefined || couldBeNew(column.relation, reviewed, migration)) return undefined;
    return findingFor(column, explained, reviewed, migration);
  });
}

/** What there is to say of an ADD COLUMN that writes every row anew, but for what to do; undefined where it does not. */
export function columnRewrite(
  column: AddedColumn,
  { action, effects }: ExplainedAction,
  reason: string,
): Omit<Finding, 'remedy'> | undefined {
  if (effects.rewrites.length === 0) return undefined;
  return {
    what: `Adding ${column.name} writes all of ${spokenName(column.relation)} and its indexes anew under ${spokenLocks(blockingLocks(effects))}: ${reason}.${whatItHangsOn(effects)}`,
    who: whoWaitsMeanwhile(effects),
    span: action.span,
    relations: effects.rewrites,
  };
}
