import type { AlterExtensionContentsStmt, CreateExtensionStmt, CreateSchemaStmt, Node } from '@pgsql/types';
import { kindOf } from '../../sql';
import type { Catalog, Origin } from '../model';
import { refuse } from '../refusal';
import type { Change } from './change';
import { grantsForNew } from './defaultGrants';
import { roleName } from './reading';

/** CREATE SCHEMA; the statements within it run with the new schema first on the search path. */
export function createSchema(
  applyElement: (catalog: Catalog, element: Node, origin: Origin) => Catalog,
): Change<CreateSchemaStmt> {
  return (catalog, statement, origin) => {
    const owner =
      statement.authrole === undefined ? catalog.session.role : roleName(catalog, statement.authrole);
    const name = statement.schemaname ?? owner ?? refuse('CREATE SCHEMA names no schema');
    if (catalog.schemas.has(name)) {
      return statement.if_not_exists === true ? catalog : refuse(`schema "${name}" already exists`);
    }
    const grants = grantsForNew(catalog, 'schemas', undefined, owner);
    const created = { ...catalog, schemas: catalog.schemas.set(name, { name, owner, grants, origin }) };
    const inside = { ...created, searchPath: [name, ...catalog.searchPath] };
    const filled = creationOrder(statement.schemaElts ?? []).reduce<Catalog>(
      (result, element) => applyElement(result, element, origin),
      inside,
    );
    return { ...filled, searchPath: catalog.searchPath };
  };
}

export const createExtension: Change<CreateExtensionStmt> = (catalog, statement, origin) => {
  const name = statement.extname ?? '';
  if (catalog.extensions.has(name)) {
    return statement.if_not_exists === true ? catalog : refuse(`extension "${name}" already exists`);
  }
  return { ...catalog, extensions: catalog.extensions.set(name, origin) };
};

/** ALTER EXTENSION … ADD or DROP an object changes who owns a definition, not the definition. */
export const alterExtensionContents: Change<AlterExtensionContentsStmt> = (catalog) => catalog;

/** The server makes sequences and tables before views, indexes, triggers and grants, whatever their order. */
function creationOrder(elements: readonly Node[]): readonly Node[] {
  const order = ['CreateSeqStmt', 'CreateStmt', 'ViewStmt', 'IndexStmt', 'CreateTrigStmt', 'GrantStmt'];
  return [...elements].sort((left, right) => order.indexOf(kindOf(left)) - order.indexOf(kindOf(right)));
}
