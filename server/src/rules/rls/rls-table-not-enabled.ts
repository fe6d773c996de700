import { nameOf, spokenName } from '../../catalog';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { insertionAfter } from '../fixes/insertions';
import { rowSecurityRecipe } from '../fixes/rowSecurityRecipe';
import { makesTable } from '../readings/actionKinds';
import { newTablesOf, type NewTable } from '../readings/newTables';
import { isRowTenancy, ownershipOf, type Ownership } from '../readings/tenantOwnership';
import { unprotectedCopiesIn } from '../readings/unprotectedCopies';

/** A new table of tenants' rows that the script leaves without row-level security. */
export const rlsTableNotEnabled: Rule = {
  id: 'rls-table-not-enabled',
  category: 'rls',
  severity: 'error',
  summary: 'A new tenant table without ENABLE ROW LEVEL SECURITY in the same migration',
  speaksOf: [...makesTable, 'RenameStmt'],
  *check(migration) {
    const { policy, direction } = migration;
    if (!isRowTenancy(policy) || policy.tenancy.rls !== 'required' || direction === 'down') return;
    const copies = unprotectedCopiesIn(migration).map(({ name }) => name);
    for (const made of newTablesOf(migration)) {
      // rls-create-table-like-loses-rls speaks of copies.
      if (copies.includes(made.name)) continue;
      const ownership = ownershipOf(migration.after, made.table, policy.tenancy);
      if (ownership === undefined || ownership.by === 'being a tenant' || isSettledElsewhere(made)) continue;
      if (!made.table.rowSecurity.enabled) yield findingFor(made, ownership, migration);
    }
  },
};

/** Queries through the parent obey the parent's policies; what the model could not follow may have enabled it. */
function isSettledElsewhere({ table }: NewTable): boolean {
  return table.partitionOf !== undefined || table.kind === 'foreign' || table.uncertain !== undefined;
}

function findingFor(made: NewTable, ownership: Ownership, migration: ReviewedMigration): Finding {
  const { name, span } = made;
  const { appRole } = migration.policy.tenancy;
  const readers =
    appRole === undefined
      ? 'Whoever may read the table reads'
      : `${appRole} and whoever else may read the table reads`;
  return {
    what: `${spokenName(name)} holds rows of tenants${ownership.by === 'path' ? ` through its foreign key ${ownership.foreignKey.name}` : ''}, and the migration ends without row-level security on it.`,
    who: `${readers} the rows of all tenants.`,
    remedy: 'ENABLE ROW LEVEL SECURITY and create its policy in this migration.',
    span,
    relations: [name],
    fixes: fixesFor(made, migration),
  };
}

function fixesFor({ table, madeBy }: NewTable, migration: ReviewedMigration): readonly Fix[] {
  const recipe = rowSecurityRecipe(table, migration);
  if (recipe === undefined) return [];
  return [
    {
      title: `Enable row-level security on ${spokenName(nameOf(table))} with policies like those of the other tables`,
      preferred: false,
      edits: [insertionAfter(migration, madeBy.statement, recipe)],
    },
  ];
}
