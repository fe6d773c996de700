import type { Catalog, Origin, QualifiedName } from '../model';
import { addCheck, addNotNull } from './checks';
import type { Declaration } from './declaration';
import { addForeignKey } from './foreignKeys';
import { addKey } from './keys';

/** Adds a constraint to a table and to the partitions and children to which the server hands it on. */
export function addConstraint(
  catalog: Catalog,
  table: QualifiedName,
  declaration: Declaration,
  origin: Origin,
): Catalog {
  switch (declaration.node.contype) {
    case 'CONSTR_CHECK':
      return addCheck(catalog, table, declaration, origin);
    case 'CONSTR_NOTNULL':
      return addNotNull(catalog, table, declaration, origin);
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
    case 'CONSTR_EXCLUSION':
      return addKey(catalog, table, declaration, origin);
    case 'CONSTR_FOREIGN':
      return addForeignKey(catalog, table, declaration, origin);
    default:
      return catalog;
  }
}
