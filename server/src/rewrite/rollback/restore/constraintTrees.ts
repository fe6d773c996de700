import type { Constraint as ConstraintNode, Node } from '@pgsql/types';
import { findIndex, type Catalog, type Constraint, type ReferentialAction } from '../../../catalog';
import { options, partsOf, rangeVar, strings } from '../trees';

/** A constraint as a statement writes it, with the validity that it has. */
export function constraintNode(catalog: Catalog, constraint: Constraint): ConstraintNode {
  const common: ConstraintNode = {
    conname: constraint.name,
    ...(constraint.deferrable ? { deferrable: true } : {}),
    ...(constraint.initiallyDeferred ? { initdeferred: true } : {}),
    skip_validation: !constraint.validated && constraint.enforced,
    initially_valid: constraint.validated,
    is_enforced: constraint.enforced,
  };
  switch (constraint.kind) {
    case 'check':
      return {
        ...common,
        contype: 'CONSTR_CHECK',
        raw_expr: constraint.expression,
        is_no_inherit: constraint.noInherit,
      };
    case 'not null':
      return { ...common, contype: 'CONSTR_NOTNULL', keys: strings(constraint.columns) };
    case 'primary key':
    case 'unique':
      return {
        ...common,
        contype: constraint.kind === 'unique' ? 'CONSTR_UNIQUE' : 'CONSTR_PRIMARY',
        keys: strings(constraint.columns),
        nulls_not_distinct: constraint.nullsNotDistinct,
        ...(constraint.include.length === 0 ? {} : { including: strings(constraint.include) }),
        ...ofIndex(catalog, constraint.index),
      };
    case 'exclusion':
      return { ...constraint.definition, conname: constraint.name };
    case 'foreign key':
      return {
        ...common,
        contype: 'CONSTR_FOREIGN',
        pktable: rangeVar(constraint.references),
        fk_attrs: strings(constraint.columns),
        pk_attrs: strings(constraint.referencedColumns),
        fk_matchtype: constraint.match === 'full' ? 'f' : 's',
        fk_upd_action: actionCodes[constraint.onUpdate],
        fk_del_action: actionCodes[constraint.onDelete],
        ...(constraint.onDeleteColumns.length === 0
          ? {}
          : { fk_del_set_cols: strings(constraint.onDeleteColumns) }),
      };
  }
}

const actionCodes: Readonly<Record<ReferentialAction, string>> = {
  'no action': 'a',
  restrict: 'r',
  cascade: 'c',
  'set null': 'n',
  'set default': 'd',
};

function ofIndex(catalog: Catalog, name: string): Partial<ConstraintNode> {
  const index = findIndex(catalog, name);
  if (index === undefined) return {};
  const written: readonly Node[] = options(index.options);
  return {
    ...(written.length === 0 ? {} : { options: [...written] }),
    ...(index.tablespace === undefined ? {} : { indexspace: index.tablespace }),
  };
}

/** The name that the server gives to a NOT NULL which the statement does not name. */
export function defaultNotNullName(table: string, column: string): string {
  return `${partsOf(table).name}_${column}_not_null`;
}
