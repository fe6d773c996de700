import {
  findColumn,
  findTable,
  resolveRelation,
  tablesOf,
  type Catalog,
  type Column,
  type Table,
} from '../../catalog';
import type { WrittenName } from '../../sql';

const identifier = /(?:"((?:[^"]|"")+)"|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*))/.source;
const qualifiedName = new RegExp(`^(?:${identifier}\\s*\\.\\s*)?${identifier}$`);

/** A name as SQL writes it, folded as the server folds it; undefined for text that is no name. */
export function readName(text: string): WrittenName | undefined {
  const match = qualifiedName.exec(text.trim());
  if (match === null) return undefined;
  const schema = unquoted(match[1], match[2]);
  const name = unquoted(match[3], match[4]);
  return name === undefined ? undefined : { schema, name };
}

/** The table that an input names; undefined where the schema before the migration has none of that name. */
export function tableNamed(text: string, catalog: Catalog): Table | undefined {
  const written = readName(text);
  return written === undefined ? undefined : findTable(catalog, resolveRelation(catalog, written));
}

/** The column of a table that an input names. */
export function columnNamed(text: string, table: Table): Column | undefined {
  const written = readName(text);
  return written === undefined || written.schema !== undefined ? undefined : findColumn(table, written.name);
}

/** The tables that a person may mean: no partition, as its parent stands for it, and no temporary table. */
export function choosableTables(catalog: Catalog): readonly Table[] {
  return tablesOf(catalog).filter(
    ({ partitionOf, persistence }) => partitionOf === undefined && persistence !== 'temporary',
  );
}

/** A part of a value with its place in it. */
export interface ListItem {
  readonly text: string;
  readonly start: number;
}

/** The parts between the commas of a list that stand outside parentheses. */
export function listItems(value: string): readonly ListItem[] {
  const items: ListItem[] = [];
  let depth = 0;
  let start = 0;
  for (let offset = 0; offset <= value.length; offset++) {
    const character = value.charAt(offset);
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (offset < value.length && (character !== ',' || depth > 0)) continue;
    const written = value.slice(start, offset);
    const text = written.trim();
    if (text !== '') items.push({ text, start: start + written.indexOf(text) });
    start = offset + 1;
  }
  return items;
}

/** `(written in quotes, written without)` as one name. */
function unquoted(inQuotes: string | undefined, bare: string | undefined): string | undefined {
  return inQuotes?.replaceAll('""', '"') ?? bare?.toLowerCase();
}
