import type { Node } from '@pgsql/types';
import { findIndex, findRelation, nameOf, type Catalog, type Index } from '../../../catalog';
import type { Phase, Undo } from '../model';
import { alterTable, options, rangeVar, strings } from '../trees';
import { optionChanges, resetNames } from './options';
import { isSameTree } from './pairs';

/** Indexes that are missing; those of constraints and of a partitioned table's partitions come with what they serve. */
export const createIndexes: Phase = (from, to, scope) =>
  [...to.indexes.values()]
    .filter((index) => index.constraint === undefined && index.attachedTo === undefined)
    .filter((index) => from.relations.has(index.table) && !scope.isPassing(index.table))
    .filter((index) => !isSameIndex(findIndex(from, nameOf(index)), index))
    .flatMap((index): readonly Undo[] => {
      const isThere = findIndex(from, nameOf(index)) !== undefined;
      const isPartitioned = findRelation(to, index.table)?.kind === 'partitioned';
      const concurrent = scope.indexes === 'concurrently' && !isPartitioned;
      return isThere ? indexSettings(from, index) : [{ tree: indexStatement(index, concurrent) }];
    });

function isSameIndex(one: Index | undefined, other: Index): boolean {
  return (
    one === other ||
    (one !== undefined && isSameTree(indexStatement(one, false), indexStatement(other, false)))
  );
}

function indexSettings(from: Catalog, index: Index): readonly Undo[] {
  const name = nameOf(index);
  const one = findIndex(from, name)?.options ?? {};
  return optionChanges(one, index.options).map(({ kind, values }) => ({
    tree: alterTable(
      name,
      {
        subtype: kind === 'set' ? 'AT_SetRelOptions' : 'AT_ResetRelOptions',
        def: { List: { items: kind === 'set' ? options(values) : resetNames(values) } },
      },
      'OBJECT_INDEX',
    ),
  }));
}

export function indexStatement(index: Index, concurrent: boolean): Node {
  const settings = options(index.options);
  return {
    IndexStmt: {
      idxname: index.name,
      relation: { ...rangeVar(index.table), inh: index.valid },
      accessMethod: index.method,
      unique: index.unique,
      concurrent,
      nulls_not_distinct: index.nullsNotDistinct,
      indexParams: index.keys.map((key): Node => ({
        IndexElem: {
          ...(key.column === undefined ? { expr: key.expression } : { name: key.column }),
          ...(key.operatorClass === undefined ? {} : { opclass: strings([key.operatorClass]) }),
          ...(key.collation === undefined ? {} : { collation: strings([key.collation]) }),
          ordering: key.descending ? 'SORTBY_DESC' : 'SORTBY_DEFAULT',
          nulls_ordering: nullsOrdering(key),
        },
      })),
      ...(index.include.length === 0
        ? {}
        : { indexIncludingParams: index.include.map((name): Node => ({ IndexElem: { name } })) }),
      ...(index.predicate === undefined ? {} : { whereClause: index.predicate }),
      ...(settings.length === 0 ? {} : { options: settings }),
      ...(index.tablespace === undefined ? {} : { tableSpace: index.tablespace }),
    },
  };
}

function nullsOrdering({
  descending,
  nulls,
}: Index['keys'][number]): 'SORTBY_NULLS_DEFAULT' | 'SORTBY_NULLS_FIRST' | 'SORTBY_NULLS_LAST' {
  const isDefault = (nulls === 'first') === descending;
  if (isDefault) return 'SORTBY_NULLS_DEFAULT';
  return nulls === 'first' ? 'SORTBY_NULLS_FIRST' : 'SORTBY_NULLS_LAST';
}
