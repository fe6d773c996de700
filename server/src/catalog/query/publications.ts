import type { Node } from '@pgsql/types';
import { nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import type { Catalog, QualifiedName } from '../model';
import { creationSchema, resolveRelation } from './resolve';

/** What a publication sends to whoever subscribes to it. */
export interface Publication {
  readonly name: string;
  readonly allTables: boolean;
  /** Every table that is in one of them, or will be. */
  readonly schemas: readonly string[];
  readonly tables: readonly PublishedTable[];
}

export interface PublishedTable {
  readonly name: QualifiedName;
  /** Undefined for all columns. */
  readonly columns: readonly string[] | undefined;
  /** Only rows for which it holds are sent; since PostgreSQL 15. */
  readonly where: Node | undefined;
}

/** The publications of the history, with the names of tables as they are found now. */
export function publicationsOf(catalog: Catalog): readonly Publication[] {
  return [...catalog.definitions.values()].flatMap(({ statement }) => {
    const create = nodeAs(statement, 'CreatePublicationStmt');
    if (create === undefined) return [];
    const objects = create.pubobjects ?? [];
    return [
      {
        name: create.pubname ?? '',
        allTables: create.for_all_tables === true,
        schemas: objects.flatMap((node) => schemaIn(node, catalog)),
        tables: objects.flatMap((node) => tableIn(node, catalog)),
      },
    ];
  });
}

function schemaIn(node: Node, catalog: Catalog): readonly string[] {
  const object = nodeAs(node, 'PublicationObjSpec');
  if (object?.pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA') return [creationSchema(catalog)];
  return object?.pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA' && object.name !== undefined
    ? [object.name]
    : [];
}

function tableIn(node: Node, catalog: Catalog): readonly PublishedTable[] {
  const table = nodeAs(node, 'PublicationObjSpec')?.pubtable;
  const written = nameOfRangeVar(table?.relation);
  if (written === undefined) return [];
  return [
    {
      name: resolveRelation(catalog, written),
      columns: table?.columns === undefined ? undefined : stringsOf(table.columns),
      where: table?.whereClause,
    },
  ];
}
