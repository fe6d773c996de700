import type { Policy } from '../../project';
import { nodeAs, type Statement } from '../../sql';
import { isSchemaTenancy, sideOfSchema } from './tenantSchemas';

/** The tenant's schema that a statement renames. */
export function renamedTenantSchema({ tree }: Statement, policy: Policy): string | undefined {
  const rename = nodeAs(tree, 'RenameStmt');
  if (!isSchemaTenancy(policy) || rename?.renameType !== 'OBJECT_SCHEMA') return undefined;
  const schema = rename.subname;
  return schema !== undefined && sideOfSchema(schema, policy) === 'tenant' ? schema : undefined;
}
