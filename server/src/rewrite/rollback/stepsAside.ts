import type { AlterTableCmd, Constraint, IndexStmt, Node } from '@pgsql/types';
import { findColumn, findIndex, findRelation, findTable, resolveRelation, type Catalog } from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs } from '../../sql';
import { list, string } from './trees';

export interface Steps {
  readonly trees: readonly Node[];
  /** Whether the one statement they stand for reads a whole table while others wait. */
  readonly takesLong: boolean;
}

/** The ALTER TABLE of a statement with other actions. */
type Altering = (...commands: readonly AlterTableCmd[]) => Node;

/**
 * The steps that stand for a statement of a rollback outside of transactions, each safe to be run again; undefined where
 * there are none. The catalog is that of the migrated schema.
 */
export function stepsAside(tree: Node, catalog: Catalog): Steps | undefined {
  const create = nodeAs(tree, 'IndexStmt');
  if (create !== undefined) return isPlainTable(create, catalog) ? builtAside(create) : undefined;
  const drop = nodeAs(tree, 'DropStmt');
  if (drop?.removeType === 'OBJECT_INDEX') {
    const isOfWhole = (drop.objects ?? []).some((object) => isOfPartitioned(object, catalog));
    return brief({ DropStmt: { ...drop, concurrent: !isOfWhole, missing_ok: true } });
  }
  if (nodeAs(tree, 'CommentStmt') !== undefined || nodeAs(tree, 'GrantStmt') !== undefined)
    return brief(tree);
  const trigger = nodeAs(tree, 'CreateTrigStmt');
  if (trigger !== undefined && trigger.isconstraint !== true) {
    return brief({ CreateTrigStmt: { ...trigger, replace: true } });
  }
  const statistics = nodeAs(tree, 'CreateStatsStmt');
  if (statistics !== undefined) {
    return brief(dropOf('OBJECT_STATISTIC_EXT', statistics.defnames ?? []), tree);
  }
  const alter = nodeAs(tree, 'AlterTableStmt');
  const [command, ...others] = (alter?.cmds ?? []).flatMap((node) => nodeAs(node, 'AlterTableCmd') ?? []);
  if (alter === undefined || command === undefined || others.length > 0) return undefined;
  const altering: Altering = (...commands) => ({
    AlterTableStmt: { ...alter, cmds: commands.map((each): Node => ({ AlterTableCmd: each })) },
  });
  switch (command.subtype) {
    case 'AT_AddColumn':
    case 'AT_DropColumn':
    case 'AT_DropConstraint':
      return brief(altering({ ...command, missing_ok: true }));
    case 'AT_ColumnDefault':
    case 'AT_DropNotNull':
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_SetStorage':
      return brief(tree);
    case 'AT_ValidateConstraint':
      return { trees: [tree], takesLong: true };
    case 'AT_SetNotNull':
      return isPlainTable(alter, catalog) ? requiredAside(command, altering, alter, catalog) : undefined;
    case 'AT_AddConstraint':
      return isPlainTable(alter, catalog) ? addedAside(command, altering, alter) : undefined;
    default:
      return undefined;
  }
}

/**
 * A CHECK proves to SET NOT NULL that there is no null to look for. On a column that comes back empty it would only stand
 * in the way of updates.
 */
function requiredAside(
  { name: column }: AlterTableCmd,
  altering: Altering,
  { relation }: Pick<IndexStmt, 'relation'>,
  catalog: Catalog,
): Steps | undefined {
  const written = nameOfRangeVar(relation);
  if (column === undefined || written === undefined) return undefined;
  if (findColumn(findTable(catalog, resolveRelation(catalog, written)), column) === undefined)
    return undefined;
  const name = `${written.name}_${column}_is_set`.slice(0, 63);
  const ColumnRef = { fields: [string(column)] };
  const proof: Constraint = {
    contype: 'CONSTR_CHECK',
    conname: name,
    raw_expr: { NullTest: { arg: { ColumnRef }, nulltesttype: 'IS_NOT_NULL' } },
    skip_validation: true,
    is_enforced: true,
  };
  const drop: AlterTableCmd = { subtype: 'AT_DropConstraint', name, missing_ok: true };
  return {
    trees: [
      altering(drop, { subtype: 'AT_AddConstraint', def: { Constraint: proof } }),
      altering({ subtype: 'AT_ValidateConstraint', name }),
      altering({ subtype: 'AT_SetNotNull', name: column }),
      altering(drop),
    ],
    takesLong: true,
  };
}

function brief(...trees: readonly Node[]): Steps {
  return { trees, takesLong: false };
}

function addedAside(
  command: AlterTableCmd,
  altering: Altering,
  { relation }: Pick<IndexStmt, 'relation'>,
): Steps | undefined {
  const constraint = nodeAs(command.def, 'Constraint');
  const name = constraint?.conname;
  if (constraint === undefined || name === undefined) return undefined;
  const again: AlterTableCmd = { subtype: 'AT_DropConstraint', name, missing_ok: true };
  const adding = (def: Constraint): AlterTableCmd => ({
    subtype: 'AT_AddConstraint',
    def: { Constraint: def },
  });
  switch (constraint.contype) {
    case 'CONSTR_CHECK':
    case 'CONSTR_FOREIGN':
    case 'CONSTR_NOTNULL': {
      if (constraint.skip_validation === true || constraint.is_enforced === false) {
        return brief(altering(again, command));
      }
      const first = { ...constraint, skip_validation: true, initially_valid: false };
      const trees = [altering(again, adding(first)), altering({ subtype: 'AT_ValidateConstraint', name })];
      return { trees, takesLong: true };
    }
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY': {
      const { keys, including, options, indexspace, nulls_not_distinct, ...named } = constraint;
      const { trees } = builtAside({
        idxname: name,
        ...(relation === undefined ? {} : { relation }),
        accessMethod: 'btree',
        unique: true,
        nulls_not_distinct: nulls_not_distinct ?? false,
        indexParams: elementsOf(keys),
        indexIncludingParams: elementsOf(including),
        ...(options === undefined ? {} : { options }),
        ...(indexspace === undefined ? {} : { tableSpace: indexspace }),
      });
      return {
        trees: [altering(again), ...trees, altering(adding({ ...named, indexname: name }))],
        takesLong: true,
      };
    }
    default:
      return undefined;
  }
}

/** A build that was stopped leaves its index behind, invalid and in the way of the next one. */
function builtAside(create: IndexStmt): Steps {
  const { idxname, relation } = create;
  const schema = relation?.schemaname;
  const parts = [...(schema === undefined ? [] : [schema]), ...(idxname === undefined ? [] : [idxname])];
  const leftover = dropOf('OBJECT_INDEX', parts.map(string));
  return { trees: [leftover, { IndexStmt: { ...create, concurrent: true } }], takesLong: true };
}

function dropOf(removeType: 'OBJECT_INDEX' | 'OBJECT_STATISTIC_EXT', name: readonly Node[]): Node {
  return {
    DropStmt: {
      removeType,
      objects: [list(name)],
      behavior: 'DROP_RESTRICT',
      concurrent: removeType === 'OBJECT_INDEX',
      missing_ok: true,
    },
  };
}

function elementsOf(columns: readonly Node[] | undefined): Node[] {
  return (columns ?? []).flatMap((column): Node[] => {
    const name = nodeAs(column, 'String')?.sval;
    return name === undefined
      ? []
      : [{ IndexElem: { name, ordering: 'SORTBY_DEFAULT', nulls_ordering: 'SORTBY_NULLS_DEFAULT' } }];
  });
}

/** Neither CONCURRENTLY nor, before PostgreSQL 18, a NOT VALID foreign key goes with a partitioned table. */
function isPlainTable({ relation }: Pick<IndexStmt, 'relation'>, catalog: Catalog): boolean {
  const written = nameOfRangeVar(relation);
  if (written === undefined) return false;
  return findRelation(catalog, resolveRelation(catalog, written))?.kind === 'table';
}

function isOfPartitioned(index: Node, catalog: Catalog): boolean {
  const written = nameOfParts(index);
  const found = written === undefined ? undefined : findIndex(catalog, resolveRelation(catalog, written));
  return found === undefined || findRelation(catalog, found.table)?.kind !== 'table';
}
