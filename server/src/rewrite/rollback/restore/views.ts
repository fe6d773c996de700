import type { Node, SelectStmt } from '@pgsql/types';
import {
  findView,
  isTable,
  nameOf,
  readQuery,
  viewsOf,
  type Catalog,
  type QualifiedName,
  type View,
} from '../../../catalog';
import { nodeAs } from '../../../sql';
import type { Phase } from '../model';
import {
  alterTable,
  drop,
  kindOfRelation,
  list,
  nameParts,
  options,
  rangeVar,
  string,
  strings,
} from '../trees';
import { optionChanges, resetNames } from './options';
import { isSameTree } from './pairs';

/** Views that CREATE OR REPLACE cannot bring back, with the views that read them; all of them come back later. */
export const dropChangedViews: Phase = (from, to) => {
  const changed = viewsOf(to)
    .filter((wanted) => {
      const found = findView(from, nameOf(wanted));
      return found !== undefined && found !== wanted && !isReplaceable(found, wanted);
    })
    .map(nameOf);
  const going = new Set<QualifiedName>(changed);
  // A Set gives out what is added during the loop, so that this follows views that read views.
  for (const name of going) {
    for (const reader of viewsOf(from)) if (reader.reads.includes(name)) going.add(nameOf(reader));
  }
  return [...going]
    .toReversed()
    .flatMap((name) => findView(from, name) ?? [])
    .map((view) => ({ tree: drop(kindOfRelation(view), list(nameParts(nameOf(view)))) }));
};

function isReplaceable(found: View, wanted: View): boolean {
  if (found.kind !== wanted.kind) return false;
  if (found.kind === 'materialized view') return isSameTree(found.query, wanted.query);
  return found.columns.every((column, index) => wanted.columns[index]?.name === column.name);
}

/** Views that are missing or read otherwise, those that others read first. */
export const createViews: Phase = (from, to) => {
  const wanted = [...to.relations.values()].flatMap((relation) => {
    if (isTable(relation)) return [];
    const found = findView(from, nameOf(relation));
    const isSame = found !== undefined && (found === relation || isSameTree(found.query, relation.query));
    return isSame ? [] : [{ view: relation, isReplaced: found !== undefined }];
  });
  return wanted
    .toSorted(({ view: one }, { view: other }) => {
      if (one.reads.includes(nameOf(other))) return 1;
      return other.reads.includes(nameOf(one)) ? -1 : 0;
    })
    .flatMap(({ view, isReplaced }) => {
      const tree = viewStatement(to, view, isReplaced);
      return tree === undefined ? [] : [{ tree }];
    });
};

export const changeViewOptions: Phase = (from, to) =>
  viewsOf(to).flatMap((wanted) => {
    const found = findView(from, nameOf(wanted));
    if (found === undefined || found === wanted) return [];
    return optionChanges(found.options, wanted.options).map(({ kind, values }) => ({
      tree: alterTable(
        nameOf(wanted),
        {
          subtype: kind === 'set' ? 'AT_SetRelOptions' : 'AT_ResetRelOptions',
          def: { List: { items: kind === 'set' ? options(values) : resetNames(values) } },
        },
        kindOfRelation(wanted),
      ),
    }));
  });

function viewStatement(catalog: Catalog, view: View, isReplaced: boolean): Node | undefined {
  if (view.query === undefined) return undefined;
  const { query, aliases } = withColumns(catalog, view, view.query);
  const settings = options(view.options);
  const relation = rangeVar(nameOf(view));
  if (view.kind === 'materialized view') {
    return {
      CreateTableAsStmt: {
        query,
        into: {
          rel: relation,
          onCommit: 'ONCOMMIT_NOOP',
          ...(aliases.length === 0 ? {} : { colNames: strings(aliases) }),
          ...(settings.length === 0 ? {} : { options: settings }),
        },
        objtype: 'OBJECT_MATVIEW',
      },
    };
  }
  return {
    ViewStmt: {
      view: relation,
      query,
      replace: isReplaced,
      ...(aliases.length === 0 ? {} : { aliases: strings(aliases) }),
      ...(settings.length === 0 ? {} : { options: settings }),
      withCheckOption: 'NO_CHECK_OPTION',
    },
  };
}

/**
 * The query with the columns that the view has. A `*` stands for the columns that were there when the view was made; where
 * the table has others by now, they are written out.
 */
function withColumns(
  catalog: Catalog,
  view: View,
  query: Node,
): { readonly query: Node; readonly aliases: readonly string[] } {
  const wanted = view.columns.map(({ name }) => name);
  const output = readQuery(catalog, query).output.map(({ name }) => name);
  if (output.join() === wanted.join()) return { query, aliases: [] };
  if (output.length === wanted.length) return { query, aliases: wanted };
  const select = nodeAs(query, 'SelectStmt');
  const expanded = select === undefined ? undefined : withoutStar(select, wanted);
  return { query: expanded === undefined ? query : { SelectStmt: expanded }, aliases: [] };
}

/** `SELECT * FROM one_relation` with its columns named. */
function withoutStar(select: SelectStmt, columns: readonly string[]): SelectStmt | undefined {
  const [target, ...others] = select.targetList ?? [];
  const fields = nodeAs(nodeAs(target, 'ResTarget')?.val, 'ColumnRef')?.fields ?? [];
  const isStar = nodeAs(fields.at(-1), 'A_Star') !== undefined;
  if (!isStar || others.length > 0 || select.fromClause?.length !== 1) return undefined;
  const qualifier = fields.slice(0, -1);
  return {
    ...select,
    targetList: columns.map((name): Node => ({
      ResTarget: { val: { ColumnRef: { fields: [...qualifier, string(name)] } } },
    })),
  };
}
