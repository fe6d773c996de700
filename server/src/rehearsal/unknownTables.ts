import type { Catalog } from '../catalog';
import type { Sample, Seed } from './generate';
import type { NotChecked } from './result';

/** Seeds and samples whose file names no table that is there before the migration: a slip of the pen, or too early. */
export function unknownTables(
  files: readonly (Pick<Seed, 'table' | 'path'> | Pick<Sample, 'table' | 'path'>)[],
  { relations }: Catalog,
): readonly NotChecked[] {
  const tables = [...relations.values()].filter(({ kind }) => kind === 'table' || kind === 'partitioned');
  const names = new Set(tables.flatMap(({ schema, name }) => [name, `${schema}.${name}`]));
  return files
    .filter(({ table }) => !names.has(table) && !names.has(table.slice(table.lastIndexOf('.') + 1)))
    .map(({ table, path }) => ({
      what: `The rows of ${path}`,
      why: `There is no table ${table} before this migration; the file is named for its table, with or without the schema.`,
    }));
}
