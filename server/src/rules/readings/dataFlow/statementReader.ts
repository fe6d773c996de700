import type { Node, RangeVar } from '@pgsql/types';
import {
  findRelation,
  findView,
  nameOf,
  resolveRelation,
  type Catalog,
  type QualifiedName,
} from '../../../catalog';
import {
  nameOfRangeVar,
  nodeAs,
  offsetInFile,
  stringsOf,
  walk,
  type NodeOf,
  type Span,
  type Statement,
} from '../../../sql';
import { relationNameSpan } from '../tokens';
import { columnTerm, EqualityClasses, type Term } from './equalityClasses';
import {
  equalitiesOf,
  pairedTerms,
  termOf,
  type Equality,
  type OutputColumn,
  type SubselectOutputs,
} from './expressions';
import {
  columnNameOf,
  commonColumns,
  expanded,
  firstArm,
  listOf,
  nullableSide,
  owning,
  returningQuery,
  starOf,
  type ReturningQuery,
} from './queryParts';
import { firstLocationIn, placeOfCondition, placeOfMissingWhere } from './conditionPlaces';
import type { Arm, QueryBlock, RangeItem, RowGroup } from './rangeItems';
import { rowGroupsOf } from './rowGroups';

/** A WITH query, read anew at each place that names it. */
interface CommonTable {
  readonly query: Node;
  readonly columns: readonly string[];
  readonly scope: Scope;
}

/** What is known where a query is read: the level around it, its WITH queries, the arms it stands in. */
export interface Scope {
  readonly block: QueryBlock | undefined;
  readonly commonTables: ReadonlyMap<string, CommonTable>;
  readonly arms: readonly Arm[];
  /** Set where the text that is read does not stand in the script: the place there that stands for all of it. */
  readonly elsewhere: Elsewhere | undefined;
}

export interface Elsewhere {
  readonly span: Span;
  /** Undefined in the body of a function. */
  readonly view: QualifiedName | undefined;
  /** How many views lie between. */
  readonly depth: number;
}

export const outermost: Scope = {
  block: undefined,
  commonTables: new Map(),
  arms: [],
  elsewhere: undefined,
};

/** Views over views are followed so far. */
const deepestView = 8;

/**
 * Reads the relations of one statement and which of their columns its conditions equate, over all query levels at once.
 * A table that is named twice is two items. Common tables are read where they are used.
 */
export class StatementReader {
  readonly items: RangeItem[] = [];
  readonly groups: RowGroup[] = [];
  readonly classes = new EqualityClasses();
  readonly #outputs = new Map<object, readonly OutputColumn[]>();

  constructor(
    readonly statement: Statement,
    readonly catalog: Catalog,
  ) {}

  get outputs(): SubselectOutputs {
    return this.#outputs;
  }

  newBlock(around: QueryBlock | undefined): QueryBlock {
    return { around, items: [], conditions: [], outerJoined: new Set() };
  }

  /** The scope with a statement's WITH queries added; each sees those before it, a recursive one its first arm. */
  withCommonTables(scope: Scope, clause: NodeOf<'WithClause'> | undefined): Scope {
    let current = scope;
    for (const node of clause?.ctes ?? []) {
      const table = nodeAs(node, 'CommonTableExpr');
      if (table?.ctename === undefined || table.ctequery === undefined) continue;
      const columns = stringsOf(table.aliascolnames);
      const seed = clause?.recursive === true ? firstArm(table.ctequery) : undefined;
      const inner =
        seed === undefined
          ? current
          : defining(current, table.ctename, { query: seed, columns, scope: current });
      current = defining(current, table.ctename, { query: table.ctequery, columns, scope: inner });
    }
    return current;
  }

  /** Adds a relation that is read; of a view, what its query reads. */
  readRelation(relation: RangeVar, block: QueryBlock, scope: Scope): RangeItem | undefined {
    const isCommon = relation.schemaname === undefined && scope.commonTables.has(relation.relname ?? '');
    const written = nameOfRangeVar(relation);
    const view = isCommon || written === undefined ? undefined : findView(this.catalog, written);
    const depth = (scope.elsewhere?.depth ?? 0) + 1;
    if (view?.query === undefined || view.uncertain !== undefined || depth > deepestView) {
      return this.addRelation(relation, block, scope);
    }
    const span = this.#spanOf(relation, scope);
    const elsewhere = { span, view: scope.elsewhere?.view ?? nameOf(view), depth };
    const outputs = this.readQuery(view.query, { ...outermost, arms: scope.arms, elsewhere });
    const columns = view.columns.map(({ name }) => name);
    // A `*` may stand for more today than when the view was made.
    const kept =
      outputs.length === columns.length ? outputs : columns.map((name) => outputNamed(name, outputs));
    const renamed = stringsOf(relation.alias?.colnames);
    const names = columns.map((column, place) => renamed[place] ?? column);
    return this.addDerived(relation.alias?.aliasname ?? relation.relname, span, kept, names, block, scope);
  }

  /** Adds a table, view or common table to a query level. */
  addRelation(relation: RangeVar, block: QueryBlock, scope: Scope): RangeItem | undefined {
    if (relation.relname === undefined) return undefined;
    const name = relation.alias?.aliasname ?? relation.relname;
    const span = this.#spanOf(relation, scope);
    const common = relation.schemaname === undefined ? scope.commonTables.get(relation.relname) : undefined;
    if (common !== undefined) {
      const outputs = this.readQuery(common.query, { ...common.scope, arms: scope.arms });
      const columns = stringsOf(relation.alias?.colnames);
      return this.addDerived(
        name,
        span,
        outputs,
        columns.length > 0 ? columns : common.columns,
        block,
        scope,
      );
    }
    const written = { schema: relation.schemaname, name: relation.relname };
    const definition = findRelation(this.catalog, written);
    return this.addItem({
      name,
      relation: resolveRelation(this.catalog, written),
      definition,
      columns: definition?.columns.map((column) => column.name),
      span,
      through: scope.elsewhere?.view,
      block,
      arms: scope.arms,
    });
  }

  addItem(item: Omit<RangeItem, 'id'>): RangeItem {
    const added = { ...item, id: this.items.length };
    this.items.push(added);
    item.block.items.push(added);
    return added;
  }

  /** Reads a FROM list into a query level. */
  readFrom(from: readonly Node[] | undefined, block: QueryBlock, scope: Scope): void {
    for (const node of from ?? []) this.#readFromItem(node, block, scope);
  }

  /** Reads a condition that restricts the rows of a level, and the sub-selects in it; notes where a WHERE is missing. */
  readCondition(
    condition: Node | undefined,
    keyword: 'WHERE' | 'ON' | 'HAVING',
    block: QueryBlock,
    scope: Scope,
    names: readonly RangeItem[] = block.items,
  ): void {
    if (condition === undefined) {
      if (keyword === 'WHERE' && scope.elsewhere === undefined) {
        block.conditions.push(...placeOfMissingWhere(names, this.statement));
      }
      return;
    }
    if (keyword !== 'HAVING' && scope.elsewhere === undefined) {
      block.conditions.push(...placeOfCondition(condition, keyword, names, this.statement));
    }
    this.readSubselects(condition, block, scope);
    this.equateAll(equalitiesOf(condition, block, this.#outputs));
  }

  /** Reads the sub-selects of an expression; a row of one matters only where it is equal to what it is compared with. */
  readSubselects(expression: Node | undefined, block: QueryBlock, scope: Scope): void {
    if (expression === undefined) return;
    walk(expression, (node) => {
      const subLink = nodeAs(node, 'SubLink');
      if (subLink?.subselect === undefined) return true;
      if (this.#outputs.has(subLink)) return false;
      this.#outputs.set(subLink, this.readQuery(subLink.subselect, { ...scope, block }));
      if (subLink.testexpr !== undefined) {
        this.readSubselects(subLink.testexpr, block, scope);
        const isEquality = subLink.operName === undefined || stringsOf(subLink.operName).at(-1) === '=';
        if (isEquality) this.equateAll(pairedTerms(subLink.testexpr, node, block, this.#outputs));
      }
      return false;
    });
  }

  /** Reads a query of any kind and tells what its result columns are. */
  readQuery(query: Node, scope: Scope): readonly OutputColumn[] {
    const select = nodeAs(query, 'SelectStmt');
    if (select !== undefined) return this.#readSelect(select, scope);
    const returning = returningQuery(query);
    return returning === undefined ? [] : this.#readReturning(returning, scope);
  }

  /** The result columns of a select list or RETURNING list. */
  outputsOf(targets: readonly Node[] | undefined, block: QueryBlock, scope: Scope): readonly OutputColumn[] {
    return (targets ?? []).flatMap((node) => {
      const target = nodeAs(node, 'ResTarget');
      if (target?.val === undefined) return [];
      const star = starOf(target.val);
      if (star !== undefined) return expanded(block, star.qualifier);
      this.readSubselects(target.val, block, scope);
      return [{ name: target.name ?? columnNameOf(target.val), terms: listOf(termOf(target.val, block)) }];
    });
  }

  equateAll(equalities: readonly Equality[]): void {
    for (const [left, right] of equalities) this.classes.equate(left, right);
  }

  #readSelect(select: NodeOf<'SelectStmt'>, outer: Scope): readonly OutputColumn[] {
    const scope = this.withCommonTables(outer, select.withClause);
    if (select.larg !== undefined && select.rarg !== undefined) {
      return this.#readSetOperation(select, select.larg, select.rarg, scope);
    }
    const block = this.newBlock(scope.block);
    if (select.valuesLists !== undefined) return this.#readValues(select.valuesLists, block, scope);
    this.readFrom(select.fromClause, block, scope);
    this.readCondition(select.whereClause, 'WHERE', block, scope);
    this.readCondition(select.havingClause, 'HAVING', block, scope);
    this.groups.push(...rowGroupsOf(select, block, this.classes, (key) => this.#startOf(key, scope)));
    return this.outputsOf(select.targetList, block, scope);
  }

  #readSetOperation(
    operation: NodeOf<'SelectStmt'>,
    left: NodeOf<'SelectStmt'>,
    right: NodeOf<'SelectStmt'>,
    scope: Scope,
  ): readonly OutputColumn[] {
    const inArm = (side: Arm['side']): Scope => ({ ...scope, arms: [...scope.arms, { operation, side }] });
    const lefts = this.#readSelect(left, inArm('left'));
    const rights = this.#readSelect(right, inArm('right'));
    return lefts.map(({ name, terms }, place) => ({
      name,
      terms: [...terms, ...(rights[place]?.terms ?? [])],
    }));
  }

  /** Of a VALUES list only a single row says what the result's columns are. */
  #readValues(rows: readonly Node[], block: QueryBlock, scope: Scope): readonly OutputColumn[] {
    const lists = rows.map((row) => nodeAs(row, 'List')?.items ?? []);
    for (const value of lists.flat()) this.readSubselects(value, block, scope);
    return (lists[0] ?? []).map((value, place) => ({
      name: `column${place + 1}`,
      terms: lists.length === 1 ? this.#termsOf(value, block) : [],
    }));
  }

  #termsOf(value: Node, block: QueryBlock): readonly Term[] {
    const subLink = nodeAs(value, 'SubLink');
    if (subLink !== undefined) return this.#outputs.get(subLink)?.[0]?.terms ?? [];
    return listOf(termOf(value, block));
  }

  /** DML in a WITH query: its result is what it returns of the rows that it changed. */
  #readReturning(query: ReturningQuery, outer: Scope): readonly OutputColumn[] {
    const scope = this.withCommonTables(outer, query.withClause);
    const block = this.newBlock(scope.block);
    if (query.relation !== undefined) this.addRelation(query.relation, block, scope);
    this.readFrom(query.from, block, scope);
    this.readCondition(query.condition, 'WHERE', block, scope);
    return this.outputsOf(query.returning, block, scope);
  }

  #readFromItem(node: Node, block: QueryBlock, scope: Scope): readonly RangeItem[] {
    const join = nodeAs(node, 'JoinExpr');
    if (join !== undefined) return this.#readJoin(join, block, scope);
    const relation = nodeAs(node, 'RangeVar');
    if (relation !== undefined) return listOf(this.readRelation(relation, block, scope));
    const sample = nodeAs(nodeAs(node, 'RangeTableSample')?.relation, 'RangeVar');
    if (sample !== undefined) return listOf(this.addRelation(sample, block, scope));
    const subselect = nodeAs(node, 'RangeSubselect');
    if (subselect?.subquery !== undefined)
      return [this.#readSubselect(subselect, subselect.subquery, block, scope)];
    return [this.#readFunction(node, block, scope)];
  }

  #readSubselect(
    subselect: NodeOf<'RangeSubselect'>,
    query: Node,
    block: QueryBlock,
    scope: Scope,
  ): RangeItem {
    // LATERAL sees what stands before it in the FROM list, and never the target of DML.
    const around = subselect.lateral === true ? { ...block, items: [...block.items] } : block.around;
    const outputs = this.readQuery(query, { ...scope, block: around });
    const place = scope.elsewhere?.span ?? this.statement.span;
    const columns = stringsOf(subselect.alias?.colnames);
    return this.addDerived(subselect.alias?.aliasname, place, outputs, columns, block, scope);
  }

  /** Functions, XMLTABLE, JSON_TABLE: nobody can tell where their rows come from. */
  #readFunction(node: Node, block: QueryBlock, scope: Scope): RangeItem {
    this.readSubselects(node, block, scope);
    const alias =
      nodeAs(node, 'RangeFunction')?.alias ??
      nodeAs(node, 'RangeTableFunc')?.alias ??
      nodeAs(node, 'JsonTable')?.alias;
    const columns = stringsOf(alias?.colnames);
    return this.addItem({
      name: alias?.aliasname,
      relation: undefined,
      definition: undefined,
      columns: columns.length > 0 ? columns : undefined,
      span: scope.elsewhere?.span ?? this.statement.span,
      through: scope.elsewhere?.view,
      block,
      arms: scope.arms,
    });
  }

  #readJoin(join: NodeOf<'JoinExpr'>, block: QueryBlock, scope: Scope): readonly RangeItem[] {
    const lefts = join.larg === undefined ? [] : this.#readFromItem(join.larg, block, scope);
    const rights = join.rarg === undefined ? [] : this.#readFromItem(join.rarg, block, scope);
    const shared = join.isNatural === true ? commonColumns(lefts, rights) : stringsOf(join.usingClause);
    for (const column of shared) {
      const [left, right] = [owning(lefts, column), owning(rights, column)];
      if (left !== undefined && right !== undefined) {
        this.classes.equate(columnTerm(left.id, column), columnTerm(right.id, column));
      }
    }
    for (const item of nullableSide(join.jointype, lefts, rights)) block.outerJoined.add(item);
    this.readCondition(join.quals, 'ON', block, scope, [...lefts, ...rights]);
    return [...lefts, ...rights];
  }

  /** Adds an item that is no relation itself, with what its columns are. */
  addDerived(
    name: string | undefined,
    span: RangeItem['span'],
    outputs: readonly OutputColumn[],
    renamed: readonly string[],
    block: QueryBlock,
    scope: Scope,
  ): RangeItem {
    const names = outputs.map((output, place) => renamed[place] ?? output.name);
    const item = this.addItem({
      name,
      relation: undefined,
      definition: undefined,
      columns: names.filter((column) => column !== undefined),
      span,
      through: scope.elsewhere?.view,
      block,
      arms: scope.arms,
    });
    outputs.forEach(({ terms }, place) => {
      const column = names[place];
      if (column === undefined) return;
      for (const term of terms) this.classes.equate(columnTerm(item.id, column), term);
    });
    return item;
  }

  #spanOf(relation: RangeVar, { elsewhere }: Scope): Span {
    return elsewhere?.span ?? relationNameSpan(this.statement, relation.location, relation.alias?.aliasname);
  }

  #startOf(expression: Node, { elsewhere }: Scope): number | undefined {
    return elsewhere === undefined ? offsetInFile(this.statement, firstLocationIn(expression)) : undefined;
  }
}

function outputNamed(name: string, outputs: readonly OutputColumn[]): OutputColumn {
  const found = outputs.filter((output) => output.name === name);
  return { name, terms: found.length === 1 ? (found[0]?.terms ?? []) : [] };
}

function defining(scope: Scope, name: string, table: CommonTable): Scope {
  return { ...scope, commonTables: new Map(scope.commonTables).set(name, table) };
}
