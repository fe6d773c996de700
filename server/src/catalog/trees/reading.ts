import type { ColumnRef, FuncCall, JoinExpr, Node, RangeVar, SelectStmt, TypeName } from '@pgsql/types';
import { nameOfRangeVar, nodeAs, stringsOf, walk } from '../../sql';
import type { Catalog, Column, ColumnType, QualifiedName } from '../model';
import { resolveRelation, unknownType } from '../query/resolve';
import { impliedColumnName } from './columnNames';
import { commonType, expressionType } from './expressionType';

/** What a query or expression reads, each with the place in the tree that says so. */
export interface Reading {
  readonly relations: readonly { readonly name: QualifiedName; readonly node: RangeVar }[];
  readonly columns: readonly ColumnReading[];
  readonly calls: readonly FuncCall[];
  readonly types: readonly TypeName[];
}

export interface ColumnReading {
  readonly relation: QualifiedName;
  readonly column: string;
  readonly node: ColumnRef;
}

/** An output column of a query. */
export interface OutputColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The table column that it passes on unchanged. */
  readonly from: { readonly relation: QualifiedName; readonly column: string } | undefined;
}

/** Follows a query's names to the relations and columns they mean. */
export function readQuery(
  catalog: Catalog,
  query: Node,
): { readonly reading: Reading; readonly output: readonly OutputColumn[] } {
  const reader = new Reader(catalog);
  const select = nodeAs(query, 'SelectStmt');
  const output = select === undefined ? [] : reader.select(select, undefined);
  return { reading: reader, output };
}

/** Follows the names in an expression on one table: a check, a default, a policy, a trigger's condition. */
export function readExpression(
  catalog: Catalog,
  expression: Node,
  table: { readonly name: string; readonly columns: readonly Column[]; readonly schema: string },
): Reading {
  const reader = new Reader(catalog);
  const relation = `${table.schema}.${table.name}`;
  const columns = outputOf(relation, table.columns);
  const sources = [table.name, 'new', 'old'].map((alias) => ({ alias, columns }));
  reader.expression(expression, { sources, queries: new Map(), outer: undefined });
  return reader;
}

interface Source {
  readonly alias: string;
  /** Undefined where nobody knows the columns. */
  readonly columns: readonly OutputColumn[] | undefined;
}

interface Scope {
  readonly sources: Source[];
  /** Common table expressions by name. */
  readonly queries: Map<string, readonly OutputColumn[]>;
  readonly outer: Scope | undefined;
}

class Reader implements Reading {
  readonly relations: { name: QualifiedName; node: RangeVar }[] = [];
  readonly columns: ColumnReading[] = [];
  readonly calls: FuncCall[] = [];
  readonly types: TypeName[] = [];

  constructor(readonly catalog: Catalog) {}

  select(select: SelectStmt, outer: Scope | undefined): readonly OutputColumn[] {
    const scope: Scope = { sources: [], queries: new Map(), outer };
    for (const node of select.withClause?.ctes ?? []) this.#commonTable(node, scope);
    if (select.larg !== undefined && select.rarg !== undefined) {
      const left = this.select(select.larg, scope);
      const right = this.select(select.rarg, scope);
      return left.map((column, place) => ({
        ...column,
        type: commonType([column, right[place] ?? column].map(({ type }) => type)),
      }));
    }
    const stars = (select.fromClause ?? []).flatMap((item) => this.#fromItem(item, scope));
    const output = this.#targets(select, scope, stars);
    const clauses = [
      ...(select.distinctClause ?? []),
      select.whereClause,
      ...(select.groupClause ?? []),
      select.havingClause,
      ...(select.windowClause ?? []),
      ...(select.valuesLists ?? []),
      ...(select.sortClause ?? []),
      select.limitOffset,
      select.limitCount,
    ];
    for (const clause of clauses) this.expression(clause, scope);
    return output;
  }

  expression(node: Node | undefined, scope: Scope): void {
    if (node === undefined || Object.keys(node).length === 0) return;
    walk(node, (each) => {
      const select = nodeAs(each, 'SelectStmt');
      if (select !== undefined) {
        this.select(select, scope);
        return false;
      }
      const call = nodeAs(each, 'FuncCall');
      if (call !== undefined) this.calls.push(call);
      const cast = nodeAs(each, 'TypeCast');
      if (cast?.typeName !== undefined) this.types.push(cast.typeName);
      const column = nodeAs(each, 'ColumnRef');
      if (column !== undefined) this.#column(column, scope);
      return undefined;
    });
  }

  #commonTable(node: Node, scope: Scope): void {
    const commonTable = nodeAs(node, 'CommonTableExpr');
    const select = nodeAs(commonTable?.ctequery, 'SelectStmt');
    if (commonTable?.ctename === undefined || select === undefined) return;
    const aliases = stringsOf(commonTable.aliascolnames);
    // A recursive query reads itself: what its first branch puts out is known before the second is read.
    const firstBranch = select.larg ?? select;
    scope.queries.set(commonTable.ctename, renamed(this.#silently(firstBranch, scope), aliases));
    scope.queries.set(commonTable.ctename, renamed(this.select(select, scope), aliases));
  }

  #silently(select: SelectStmt, scope: Scope): readonly OutputColumn[] {
    return new Reader(this.catalog).select(select, scope);
  }

  /** Adds the sources of a FROM item to the scope; gives the columns that `*` stands for. */
  #fromItem(item: Node, scope: Scope): readonly OutputColumn[] {
    const relation = nodeAs(item, 'RangeVar');
    if (relation !== undefined) return this.#relation(relation, scope);
    const join = nodeAs(item, 'JoinExpr');
    if (join !== undefined) return this.#join(join, scope);
    const subselect = nodeAs(item, 'RangeSubselect');
    const select = nodeAs(subselect?.subquery, 'SelectStmt');
    if (subselect !== undefined && select !== undefined) {
      const lateral = subselect.lateral === true ? scope : scope.outer;
      const inner: Scope = { sources: [], queries: scope.queries, outer: lateral };
      const output = renamed(this.select(select, inner), stringsOf(subselect.alias?.colnames));
      scope.sources.push({ alias: subselect.alias?.aliasname ?? '', columns: output });
      return output;
    }
    const call = nodeAs(item, 'RangeFunction');
    for (const part of call?.functions ?? []) this.expression(part, scope);
    const columns = stringsOf(call?.alias?.colnames).map(untyped);
    scope.sources.push({
      alias: call?.alias?.aliasname ?? '',
      columns: columns.length > 0 ? columns : undefined,
    });
    return columns;
  }

  #relation(relation: RangeVar, scope: Scope): readonly OutputColumn[] {
    const written = nameOfRangeVar(relation);
    if (written === undefined) return [];
    const aliases = stringsOf(relation.alias?.colnames);
    const alias = relation.alias?.aliasname ?? written.name;
    const commonTable = written.schema === undefined ? commonTableNamed(scope, written.name) : undefined;
    if (commonTable !== undefined) {
      scope.sources.push({ alias, columns: renamed(commonTable, aliases) });
      return renamed(commonTable, aliases);
    }
    const name = resolveRelation(this.catalog, written);
    this.relations.push({ name, node: relation });
    const columns = this.catalog.relations.get(name)?.columns;
    const output = columns === undefined ? undefined : renamed(outputOf(name, columns), aliases);
    scope.sources.push({ alias, columns: output });
    return output ?? [];
  }

  #join(join: JoinExpr, scope: Scope): readonly OutputColumn[] {
    const left = join.larg === undefined ? [] : this.#fromItem(join.larg, scope);
    const right = join.rarg === undefined ? [] : this.#fromItem(join.rarg, scope);
    this.expression(join.quals, scope);
    const shared =
      join.isNatural === true
        ? left.map((column) => column.name).filter((name) => right.some((column) => column.name === name))
        : stringsOf(join.usingClause);
    const isShared = (column: OutputColumn) => shared.includes(column.name);
    return [
      ...left.filter(isShared),
      ...left.filter((column) => !isShared(column)),
      ...right.filter((column) => !isShared(column)),
    ];
  }

  #targets(select: SelectStmt, scope: Scope, stars: readonly OutputColumn[]): readonly OutputColumn[] {
    return (select.targetList ?? []).flatMap((node): readonly OutputColumn[] => {
      const target = nodeAs(node, 'ResTarget');
      if (target?.val === undefined) return [];
      const reference = nodeAs(target.val, 'ColumnRef');
      if (reference?.fields?.some((field) => nodeAs(field, 'A_Star') !== undefined) === true) {
        return this.#star(reference, scope, stars);
      }
      this.expression(target.val, scope);
      const found = reference === undefined ? undefined : lookUp(reference, scope);
      return [
        {
          name: target.name ?? impliedColumnName(target.val) ?? '?column?',
          type: expressionType(this.catalog, target.val, (inner) => lookUpNode(inner, scope)?.type),
          from: found?.from,
        },
      ];
    });
  }

  /** `*` and `alias.*`: all columns as they are now, the server keeps that list for good. */
  #star(reference: ColumnRef, scope: Scope, stars: readonly OutputColumn[]): readonly OutputColumn[] {
    const alias = stringsOf(reference.fields).at(-1);
    const output = alias === undefined ? stars : (sourceNamed(scope, alias)?.columns ?? []);
    for (const { from } of output) if (from !== undefined) this.columns.push({ ...from, node: reference });
    return output;
  }

  #column(reference: ColumnRef, scope: Scope): void {
    const from = lookUp(reference, scope)?.from;
    if (from !== undefined) this.columns.push({ ...from, node: reference });
  }
}

function lookUpNode(node: Node, scope: Scope): OutputColumn | undefined {
  const reference = nodeAs(node, 'ColumnRef');
  return reference === undefined ? undefined : lookUp(reference, scope);
}

/** The column that a reference means: of the innermost query that has one of that name. */
function lookUp(reference: ColumnRef, scope: Scope | undefined): OutputColumn | undefined {
  if (scope === undefined) return undefined;
  const names = stringsOf(reference.fields);
  const column = names.at(-1);
  const alias = names.at(-2);
  const sources =
    alias === undefined ? scope.sources : scope.sources.filter((source) => source.alias === alias);
  for (const source of sources) {
    const found = source.columns?.find((candidate) => candidate.name === column);
    if (found !== undefined) return found;
  }
  // A relation that the history does not know may have the column: then the outer query must not be asked.
  if (alias === undefined && sources.some((source) => source.columns === undefined)) return undefined;
  return lookUp(reference, scope.outer);
}

function sourceNamed(scope: Scope | undefined, alias: string): Source | undefined {
  if (scope === undefined) return undefined;
  return scope.sources.find((source) => source.alias === alias) ?? sourceNamed(scope.outer, alias);
}

function commonTableNamed(scope: Scope | undefined, name: string): readonly OutputColumn[] | undefined {
  if (scope === undefined) return undefined;
  return scope.queries.get(name) ?? commonTableNamed(scope.outer, name);
}

function outputOf(relation: QualifiedName, columns: readonly Column[]): readonly OutputColumn[] {
  return columns.map(({ name, type }) => ({ name, type, from: { relation, column: name } }));
}

function renamed(columns: readonly OutputColumn[], aliases: readonly string[]): readonly OutputColumn[] {
  return columns.map((column, index) => ({ ...column, name: aliases[index] ?? column.name }));
}

function untyped(name: string): OutputColumn {
  return { name, type: unknownType, from: undefined };
}
