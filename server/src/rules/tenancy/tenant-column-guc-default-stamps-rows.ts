import { nameOf, quoted, spokenName } from '../../catalog';
import { sqlOf } from '../../sql';
import { valueOf } from '../../tenancy';
import { columnConstraints, furtherAction, withoutConstraints } from '../fixes/columnDefinition';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { tenantDefaultsOf, type TenantDefault } from '../readings/tenantDefaults';

/**
 * A default that asks the session for its tenant is right for rows to come. An ADD COLUMN asks it once, of the session
 * that migrates, and gives the answer to every row that is there.
 */
export const tenantColumnGucDefaultStampsRows: Rule = {
  id: 'tenant-column-guc-default-stamps-rows',
  category: 'tenant-row',
  severity: 'error',
  summary: "ADD COLUMN of the tenant column with the session's tenant as default, which existing rows get",
  speaksOf: ['AT_AddColumn'],
  *check(migration) {
    for (const given of tenantDefaultsOf(migration)) {
      const finding = findingFor(given, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(tenantDefault: TenantDefault, migration: ReviewedMigration): Finding | undefined {
  const { table, column, value, span, given, reviewed } = tenantDefault;
  if (given.by !== 'definition' || !given.toExistingRows) return undefined;
  const source = valueOf(value, { catalog: reviewed.before, table });
  if (source.kind !== 'setting' && source.kind !== 'role') return undefined;
  const asked = source.kind === 'setting' ? `the setting ${source.name}` : 'the role';
  return {
    what: `ADD COLUMN evaluates ${sqlOf(value)} once: every row that ${spokenName(nameOf(table))} has gets ${asked} of the session that migrates as its ${column}.`,
    who: "Rows of all tenants become one tenant's, or nobody's where nothing is set, without an error.",
    remedy: `Add ${column} without a default, fill it from what each row belongs to, and SET DEFAULT for the rows to come.`,
    span,
    relations: [nameOf(table)],
    fixes: onlyForNewRows(tenantDefault, migration),
  };
}

/** Also without NOT NULL: the rows that are there have no value yet, and nobody can say here which. */
function onlyForNewRows(
  { column, value, span: given, reviewed }: TenantDefault,
  migration: ReviewedMigration,
): readonly Fix[] {
  const action = alterActionsOf(reviewed.statement).find(
    ({ span }) => span.start <= given.start && given.end <= span.end,
  );
  if (action === undefined) return [];
  const parts = columnConstraints(reviewed.statement, column, 'CONSTR_DEFAULT', 'CONSTR_NOTNULL');
  return [
    {
      title: `Set the default after ${column} is added`,
      preferred: false,
      edits: [
        ...withoutConstraints(migration, parts),
        furtherAction(migration, action.span, `ALTER COLUMN ${quoted(column)} SET DEFAULT ${sqlOf(value)}`),
      ],
    },
  ];
}
