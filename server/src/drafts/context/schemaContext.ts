import { nameOf } from '../../catalog';
import type { LanguageService, Workspace } from '../../service';
import { tableNamed } from '../prompts/names';
import { surroundingsAt } from '../prompts/surroundings';
import { projectData } from './projectData';

/** What is told of the schema around some tables, or the first of them that is not there. */
export type SchemaContext =
  | { readonly unknown: string; readonly sections?: undefined }
  | { readonly unknown?: undefined; readonly sections: Readonly<Record<string, unknown>> };

/** The schema around tables after the whole history, as a prompt about them would tell it. */
export function schemaContext(
  tables: readonly string[],
  service: LanguageService,
  workspace: Workspace,
): SchemaContext {
  const surroundings = surroundingsAt(service, workspace, '.');
  const found = tables.map((name) => ({ name, table: tableNamed(name, surroundings.catalog) }));
  const missing = found.find(({ table }) => table === undefined);
  if (missing !== undefined) return { unknown: missing.name };
  const relations = found.flatMap(({ table }) => (table === undefined ? [] : [nameOf(table)]));
  return { sections: projectData(relations, surroundings) };
}
