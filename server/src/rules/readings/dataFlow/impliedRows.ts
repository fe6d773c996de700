import { findColumn, findTable, foreignKeysOf, isTable, type Table } from '../../../catalog';
import type { TenancyPolicy } from '../../../project';
import { ownershipOf, type ForeignKey } from '../tenantOwnership';
import { uniqueKeysOf } from '../uniqueKeys';
import { columnTerm, type Term } from './equalityClasses';
import { neverMeet, type RangeItem } from './rangeItems';
import type { StatementReader } from './statementReader';

/** Paths to a tenant over more tables than this are not followed. */
const longestPath = 8;

/**
 * What the schema guarantees beyond what a statement's conditions say: the row that each foreign key points to, and that
 * two items of one relation with the same unique key are the same row.
 */
export class ImpliedRows {
  /** The items that the statement names. */
  readonly named: readonly RangeItem[];
  readonly #referenced = new Map<RangeItem, Map<string, RangeItem>>();

  constructor(
    readonly reader: StatementReader,
    readonly tenancy: TenancyPolicy,
  ) {
    this.named = [...reader.items];
    for (const item of this.named) this.#addReferencedRows(item, longestPath);
    equateSameRows(reader);
  }

  /** The tenant's id of an item's row; undefined where the row belongs to no tenant. */
  tenantTermOf(item: RangeItem): Term | undefined {
    const ownership = ownershipOf(this.reader.catalog, item.definition, this.tenancy);
    if (ownership === undefined) return undefined;
    if (ownership.by !== 'path') return columnTerm(item.id, ownership.column);
    const parent = this.#referenced.get(item)?.get(ownership.foreignKey.name);
    return parent === undefined ? undefined : this.tenantTermOf(parent);
  }

  #addReferencedRows(item: RangeItem, depth: number): void {
    if (item.definition === undefined || !isTable(item.definition) || depth === 0) return;
    const ownership = ownershipOf(this.reader.catalog, item.definition, this.tenancy);
    const path = ownership?.by === 'path' ? ownership.foreignKey : undefined;
    for (const foreignKey of foreignKeysOf(item.definition)) {
      if (foreignKey !== path && !this.#alwaysPointsToRow(item.definition, foreignKey)) continue;
      const parent = this.#addReferencedRow(item, foreignKey);
      if (foreignKey === path && parent !== undefined) this.#addReferencedRows(parent, depth - 1);
    }
  }

  /**
   * A foreign key guarantees its parent only once it is validated, and for several columns only where none is null. One
   * nullable column beside the tenant's does no harm: the equality that would draw on it holds for no null.
   */
  #alwaysPointsToRow(table: Table, foreignKey: ForeignKey): boolean {
    if (!foreignKey.validated || !foreignKey.enforced) return false;
    const nullable = foreignKey.columns.filter((column) => findColumn(table, column)?.notNull !== true);
    return nullable.length <= 1 && !nullable.some((column) => this.tenancy.tenantColumns.includes(column));
  }

  #addReferencedRow(child: RangeItem, foreignKey: ForeignKey): RangeItem | undefined {
    const table = findTable(this.reader.catalog, foreignKey.references);
    if (table === undefined) return undefined;
    const parent = this.reader.addItem({
      name: undefined,
      relation: foreignKey.references,
      definition: table,
      columns: table.columns.map((column) => column.name),
      span: child.span,
      through: child.through,
      block: this.reader.newBlock(undefined),
      arms: child.arms,
    });
    const rows = this.#referenced.get(child) ?? new Map<string, RangeItem>();
    this.#referenced.set(child, rows.set(foreignKey.name, parent));
    foreignKey.columns.forEach((column, place) => {
      const referenced = foreignKey.referencedColumns[place];
      if (referenced === undefined) return;
      this.reader.classes.equate(columnTerm(child.id, column), columnTerm(parent.id, referenced));
    });
    return parent;
  }
}

function equateSameRows(reader: StatementReader): void {
  const tables = reader.items.filter((item) => item.definition !== undefined);
  let learned = true;
  while (learned) {
    learned = false;
    for (const [place, left] of tables.entries()) {
      for (const right of tables.slice(place + 1)) {
        if (left.relation !== right.relation || neverMeet(left, right)) continue;
        if (isSameRow(reader, left, right) && equateAllColumns(reader, left, right)) learned = true;
      }
    }
  }
}

function isSameRow(reader: StatementReader, left: RangeItem, right: RangeItem): boolean {
  const { definition } = left;
  if (definition === undefined || !isTable(definition)) return false;
  return [...uniqueKeysOf(reader.catalog, definition), ['ctid']].some((key) =>
    key.every((column) => reader.classes.areEqual(columnTerm(left.id, column), columnTerm(right.id, column))),
  );
}

function equateAllColumns(reader: StatementReader, left: RangeItem, right: RangeItem): boolean {
  let learned = false;
  for (const column of left.columns ?? []) {
    if (reader.classes.equate(columnTerm(left.id, column), columnTerm(right.id, column))) learned = true;
  }
  return learned;
}
