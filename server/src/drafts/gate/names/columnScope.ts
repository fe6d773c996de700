import type { JoinExpr, Node, RangeVar, SelectStmt } from '@pgsql/types';
import { resolveRelation, type Catalog } from '../../../catalog';
import { nameOfRangeVar, nodeAs, stringsOf, walk, type NodeOf } from '../../../sql';

/** A column that a statement names and that nothing in its reach has. */
export interface MissingColumn {
  /** As written, such as `account.scroe`. */
  readonly written: string;
  readonly name: string;
  /** The columns among which it was looked for. */
  readonly candidates: readonly string[];
}

/** What a name can mean beside columns of relations: variables of the code around the statement. */
export type IsVariable = (name: string) => boolean;

interface Source {
  readonly alias: string;
  /** Undefined where nobody knows the columns. */
  readonly columns: readonly string[] | undefined;
}

interface Scope {
  readonly sources: Source[];
  readonly queries: Map<string, readonly string[] | undefined>;
  readonly outer: Scope | undefined;
  /** Names of output columns, which ORDER BY and GROUP BY may use. */
  readonly outputs: Set<string>;
}

const systemColumns = ['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax'];

/** The columns that a query or a change of rows names in vain. Whatever is not understood counts as known. */
export function missingColumns(
  tree: Node,
  catalog: Catalog,
  isVariable: IsVariable,
): readonly MissingColumn[] {
  const finder = new Finder(catalog, isVariable);
  finder.statement(tree, undefined);
  return finder.missing;
}

/** The same for the expressions of a definition on one relation: its checks, defaults, policies, index keys. */
export function missingColumnsOf(
  tree: Node,
  relation: { readonly name: string; readonly columns: readonly string[] | undefined },
  catalog: Catalog,
): readonly MissingColumn[] {
  const finder = new Finder(catalog, () => false);
  const sources = [relation.name, 'new', 'old'].map((alias) => ({ alias, columns: relation.columns }));
  finder.expression(tree, { ...newScope(undefined), sources });
  // The bounds of partitions are written like columns.
  return finder.missing.filter(({ written }) => written !== 'minvalue' && written !== 'maxvalue');
}

class Finder {
  readonly missing: MissingColumn[] = [];

  constructor(
    readonly catalog: Catalog,
    readonly isVariable: IsVariable,
  ) {}

  /** The names of the columns that it gives back; undefined where nobody can tell. */
  statement(tree: Node, outer: Scope | undefined): readonly string[] | undefined {
    const select = nodeAs(tree, 'SelectStmt');
    if (select !== undefined) return this.select(select, outer);
    const scope = newScope(outer);
    const insert = nodeAs(tree, 'InsertStmt');
    if (insert !== undefined) return this.#insert(insert, scope);
    const update = nodeAs(tree, 'UpdateStmt');
    if (update !== undefined) return this.#update(update, scope);
    const remove = nodeAs(tree, 'DeleteStmt');
    if (remove !== undefined) return this.#delete(remove, scope);
    const merge = nodeAs(tree, 'MergeStmt');
    if (merge !== undefined) this.#merge(merge, scope);
    return undefined;
  }

  select(select: SelectStmt, outer: Scope | undefined): readonly string[] | undefined {
    const scope = newScope(outer);
    this.#with(select.withClause, scope);
    if (select.larg !== undefined && select.rarg !== undefined) {
      const left = this.select(select.larg, scope);
      this.select(select.rarg, scope);
      return left;
    }
    for (const item of select.fromClause ?? []) this.#fromItem(item, scope);
    const output = this.#targets(select.targetList, scope);
    for (const name of output ?? []) scope.outputs.add(name);
    for (const clause of [
      ...(select.distinctClause ?? []),
      select.whereClause,
      ...(select.groupClause ?? []),
      select.havingClause,
      ...(select.windowClause ?? []),
      ...(select.valuesLists ?? []),
      ...(select.sortClause ?? []),
      select.limitOffset,
      select.limitCount,
    ])
      this.expression(clause, scope);
    const [row] = select.valuesLists ?? [];
    const values = nodeAs(row, 'List')?.items;
    return values === undefined ? output : values.map((_, index) => `column${String(index + 1)}`);
  }

  expression(node: Node | undefined, scope: Scope): void {
    if (node === undefined || Object.keys(node).length === 0) return;
    walk(node, (each, kind) => {
      if (kind === 'SelectStmt') {
        this.statement(each, scope);
        return false;
      }
      const column = nodeAs(each, 'ColumnRef');
      if (column !== undefined) this.#column(stringsOf(column.fields), column.fields ?? [], scope);
      return undefined;
    });
  }

  #insert(insert: NodeOf<'InsertStmt'>, scope: Scope): readonly string[] | undefined {
    this.#with(insert.withClause, scope);
    if (insert.selectStmt !== undefined) this.statement(insert.selectStmt, scope);
    const columns = this.#target(insert.relation, scope);
    this.#setColumns(insert.cols, columns);
    const conflict = insert.onConflictClause;
    if (conflict !== undefined) {
      scope.sources.push({ alias: 'excluded', columns });
      this.#setColumns(conflict.targetList, columns);
      for (const node of [
        ...(conflict.infer?.indexElems ?? []),
        conflict.infer?.whereClause,
        ...(conflict.targetList ?? []),
        conflict.whereClause,
      ])
        this.expression(node, scope);
      for (const node of conflict.infer?.indexElems ?? []) {
        const name = nodeAs(node, 'IndexElem')?.name;
        if (name !== undefined) this.#column([name], [], scope);
      }
    }
    return this.#targets(insert.returningClause?.exprs, scope);
  }

  #update(update: NodeOf<'UpdateStmt'>, scope: Scope): readonly string[] | undefined {
    this.#with(update.withClause, scope);
    const columns = this.#target(update.relation, scope);
    for (const item of update.fromClause ?? []) this.#fromItem(item, scope);
    this.#setColumns(update.targetList, columns);
    for (const node of [...(update.targetList ?? []), update.whereClause]) this.expression(node, scope);
    return this.#targets(update.returningClause?.exprs, scope);
  }

  #delete(remove: NodeOf<'DeleteStmt'>, scope: Scope): readonly string[] | undefined {
    this.#with(remove.withClause, scope);
    this.#target(remove.relation, scope);
    for (const item of remove.usingClause ?? []) this.#fromItem(item, scope);
    this.expression(remove.whereClause, scope);
    return this.#targets(remove.returningClause?.exprs, scope);
  }

  #merge(merge: NodeOf<'MergeStmt'>, scope: Scope): void {
    this.#with(merge.withClause, scope);
    const columns = this.#target(merge.relation, scope);
    if (merge.sourceRelation !== undefined) this.#fromItem(merge.sourceRelation, scope);
    this.expression(merge.joinCondition, scope);
    for (const node of merge.mergeWhenClauses ?? []) {
      const clause = nodeAs(node, 'MergeWhenClause');
      this.#setColumns(clause?.targetList, columns);
      for (const each of [clause?.condition, ...(clause?.targetList ?? []), ...(clause?.values ?? [])])
        this.expression(each, scope);
    }
  }

  #with(clause: SelectStmt['withClause'], scope: Scope): void {
    for (const node of clause?.ctes ?? []) {
      const common = nodeAs(node, 'CommonTableExpr');
      if (common?.ctename === undefined || common.ctequery === undefined) continue;
      const aliases = stringsOf(common.aliascolnames);
      // A recursive query reads itself: what its first branch gives back is known before the second is read.
      const select = nodeAs(common.ctequery, 'SelectStmt');
      if (clause?.recursive === true && select?.larg !== undefined) {
        const first = new Finder(this.catalog, () => true).select(select.larg, scope);
        scope.queries.set(common.ctename, renamed(first, aliases));
      }
      scope.queries.set(common.ctename, renamed(this.statement(common.ctequery, scope), aliases));
    }
  }

  #fromItem(item: Node, scope: Scope): void {
    const relation = nodeAs(item, 'RangeVar');
    if (relation !== undefined) {
      this.#target(relation, scope);
      return;
    }
    const join = nodeAs(item, 'JoinExpr');
    if (join !== undefined) {
      this.#join(join, scope);
      return;
    }
    const sample = nodeAs(item, 'RangeTableSample');
    if (sample?.relation !== undefined) {
      this.#fromItem(sample.relation, scope);
      return;
    }
    const subselect = nodeAs(item, 'RangeSubselect');
    if (subselect?.subquery !== undefined) {
      const inner = subselect.lateral === true ? scope : { ...newScope(scope.outer), queries: scope.queries };
      const output = this.statement(subselect.subquery, inner);
      const alias = subselect.alias?.aliasname ?? '';
      scope.sources.push({ alias, columns: renamed(output, stringsOf(subselect.alias?.colnames)) });
      return;
    }
    // Functions and the like: their arguments may name columns of what stands before them.
    const alias = nodeAs(item, 'RangeFunction')?.alias ?? nodeAs(item, 'JsonTable')?.alias;
    for (const part of nodeAs(item, 'RangeFunction')?.functions ?? []) this.expression(part, scope);
    scope.sources.push({ alias: alias?.aliasname ?? '', columns: undefined });
  }

  #join(join: JoinExpr, scope: Scope): void {
    if (join.larg !== undefined) this.#fromItem(join.larg, scope);
    if (join.rarg !== undefined) this.#fromItem(join.rarg, scope);
    this.expression(join.quals, scope);
    for (const name of stringsOf(join.usingClause)) this.#column([name], [], scope);
    if (join.alias?.aliasname !== undefined)
      scope.sources.push({ alias: join.alias.aliasname, columns: undefined });
  }

  #target(relation: RangeVar | undefined, scope: Scope): readonly string[] | undefined {
    const written = nameOfRangeVar(relation);
    if (relation === undefined || written === undefined) return undefined;
    const alias = relation.alias?.aliasname ?? written.name;
    const common = written.schema === undefined ? queryNamed(written.name, scope) : undefined;
    const found = this.catalog.relations.get(resolveRelation(this.catalog, written));
    const own = common === undefined ? found?.columns.map(({ name }) => name) : common.columns;
    const columns = renamed(own, stringsOf(relation.alias?.colnames));
    scope.sources.push({ alias, columns });
    return columns;
  }

  #setColumns(targets: readonly Node[] | undefined, columns: readonly string[] | undefined): void {
    if (columns === undefined) return;
    for (const target of targets ?? []) {
      const name = nodeAs(target, 'ResTarget')?.name;
      if (name !== undefined && !columns.includes(name))
        this.missing.push({ written: name, name, candidates: columns });
    }
  }

  #targets(targets: readonly Node[] | undefined, scope: Scope): readonly string[] | undefined {
    const names: string[] = [];
    let isKnown = true;
    for (const node of targets ?? []) {
      const target = nodeAs(node, 'ResTarget');
      this.expression(target?.val, scope);
      const reference = nodeAs(target?.val, 'ColumnRef');
      if (reference?.fields?.some((field) => nodeAs(field, 'A_Star') !== undefined) === true) {
        const alias = stringsOf(reference.fields).at(-1);
        const sources = scope.sources.filter((source) => alias === undefined || source.alias === alias);
        for (const { columns } of sources) {
          if (columns === undefined) isKnown = false;
          else names.push(...columns);
        }
        if (sources.length === 0) isKnown = false;
        continue;
      }
      const name = target?.name ?? stringsOf(reference?.fields).at(-1) ?? impliedName(target?.val);
      if (name === undefined) isKnown = false;
      else names.push(name);
    }
    return isKnown ? names : undefined;
  }

  #column(names: readonly string[], fields: readonly Node[], scope: Scope): void {
    const name = names.at(-1);
    if (name === undefined) return;
    if (fields.some((field) => nodeAs(field, 'A_Star') !== undefined)) return;
    const qualifier = names.at(-2);
    const candidates: string[] = [];
    for (let each: Scope | undefined = scope; each !== undefined; each = each.outer) {
      const sources =
        qualifier === undefined ? each.sources : each.sources.filter(({ alias }) => alias === qualifier);
      if (sources.some(({ columns }) => columns === undefined)) return;
      if (sources.some(({ columns }) => columns?.includes(name) === true)) return;
      if (sources.length > 0 && systemColumns.includes(name)) return;
      if (qualifier === undefined) {
        if (each.outputs.has(name) || each.sources.some(({ alias }) => alias === name)) return;
      }
      candidates.push(...sources.flatMap(({ columns }) => columns ?? []));
    }
    if (names.some((part) => this.isVariable(part))) return;
    this.missing.push({ written: names.join('.'), name, candidates });
  }
}

/** What the server calls an output without a name, as far as anybody would refer to it. */
function impliedName(value: Node | undefined): string | undefined {
  const call = nodeAs(value, 'FuncCall');
  if (call !== undefined) return stringsOf(call.funcname).at(-1);
  const cast = nodeAs(value, 'TypeCast');
  if (cast !== undefined) {
    const column = stringsOf(nodeAs(cast.arg, 'ColumnRef')?.fields).at(-1);
    return column ?? impliedName(cast.arg) ?? stringsOf(cast.typeName?.names).at(-1);
  }
  if (nodeAs(value, 'CoalesceExpr') !== undefined) return 'coalesce';
  if (nodeAs(value, 'CaseExpr') !== undefined) return 'case';
  return value === undefined ? undefined : '?column?';
}

function newScope(outer: Scope | undefined): Scope {
  return { sources: [], queries: new Map(), outer, outputs: new Set() };
}

function queryNamed(
  name: string,
  scope: Scope,
): { readonly columns: readonly string[] | undefined } | undefined {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.outer)
    if (each.queries.has(name)) return { columns: each.queries.get(name) };
  return undefined;
}

function renamed(
  columns: readonly string[] | undefined,
  aliases: readonly string[],
): readonly string[] | undefined {
  return columns?.map((column, index) => aliases[index] ?? column);
}
