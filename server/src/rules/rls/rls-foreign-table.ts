import { nameOf, spokenList, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, Rule } from '../model';
import { accessGainedBy, spokenApplication } from '../readings/applicationAccess';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** A foreign table can have no row-level security: whoever may read it reads all that the other server gives out. */
export const rlsForeignTable: Rule = {
  id: 'rls-foreign-table',
  category: 'rls',
  severity: 'warning',
  summary: 'A foreign table of tenants’ rows that the application may use: it can have no policies',
  speaksOf: ['CreateForeignTableStmt', 'GrantStmt'],
  *check(migration) {
    const { policy, direction, statements } = migration;
    if (!isGuardedByRowSecurity(policy) || policy.tenancy.rls !== 'required' || direction === 'down') return;
    for (const reviewed of statements) {
      const { tree, ...place } = reviewed.statement;
      const mayOpen =
        nodeAs(tree, 'GrantStmt')?.is_grant === true || nodeAs(tree, 'CreateForeignTableStmt') !== undefined;
      const gained = mayOpen ? accessGainedBy(reviewed, migration) : [];
      for (const { table, privileges } of gained) {
        if (table.kind === 'foreign') {
          yield findingFor(nameOf(table), privileges, place.span, spokenApplication(policy));
        }
      }
    }
  },
};

function findingFor(
  table: string,
  privileges: readonly string[],
  span: Finding['span'],
  application: string,
): Finding {
  const name = spokenName(table);
  return {
    what: `${application} gets ${spokenList(privileges)} on the foreign table ${name}, which can have neither row-level security nor policies.`,
    who: `Every query of ${application} on ${name} has the rows of all tenants before it, unless the other server keeps them apart.`,
    remedy: `Keep ${name} from the application, and let it read a view WITH (security_barrier) over it that compares the tenant column with the tenant's setting.`,
    span,
    relations: [table],
  };
}
