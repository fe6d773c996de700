import type { Node } from '@pgsql/types';
import { rangeVarsIn } from '../../../sql';
import { isTenantRun, sideOfSchema } from '../../../tenancy';
import type { DraftPlace } from '../../draftPlace';
import type { Refused } from './allowedStatements';

/** A migration keeps to its database, and one that runs once for each tenant must not name the schema of one of them. */
export function refusedTenant(tree: Node, { folder, policy }: DraftPlace): readonly Refused[] {
  const others = rangeVarsIn(tree).filter(
    ({ catalogname }) => catalogname !== undefined && catalogname !== '',
  );
  const reaching = others.map(({ catalogname, relname }): Refused => {
    const name = `${catalogname ?? ''}.….${relname}`;
    return { rule: 'draft-network', message: `${name} names a database: leave it out.` };
  });
  if (policy.tenancy.model !== 'schema') return reaching;
  const isForTenants = isTenantRun(folder, policy);
  const ofTenants = rangeVarsIn(tree).flatMap(({ schemaname, relname }): readonly Refused[] => {
    if (schemaname === undefined || sideOfSchema(schemaname, policy) !== 'tenant') return [];
    const remedy = isForTenants
      ? 'leave the schema out, since each tenant’s run has its own on the search path'
      : 'a shared migration keeps to shared schemas';
    return [
      {
        rule: 'draft-outside-tenancy',
        message: `${schemaname}.${relname} belongs to one tenant: ${remedy}.`,
      },
    ];
  });
  return [...reaching, ...ofTenants];
}
