import type { Node } from '@pgsql/types';
import { findColumn, findTable, nameOf, spokenName } from '../../catalog';
import { constantOf, sqlOf } from '../../sql';
import { withoutAction } from '../fixes/alterActions';
import { columnConstraints, withoutConstraints } from '../fixes/columnDefinition';
import type { Edit, Finding, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { tenantDefaultsOf, type TenantDefault } from '../readings/tenantDefaults';
import { someNode } from '../readings/treeSearch';

/** One tenant's id as the default of the tenant column: whatever names no tenant becomes that tenant's. */
export const tenantColumnConstantDefault: Rule = {
  id: 'tenant-column-constant-default',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'A constant as the default of the tenant column, which gives rows to one tenant',
  speaksOf: [...declaresConstraint, 'AT_ColumnDefault'],
  *check(migration) {
    for (const given of tenantDefaultsOf(migration)) {
      if (isConstant(given.value)) yield* findingFor(given, migration);
    }
  },
};

function* findingFor(tenantDefault: TenantDefault, migration: ReviewedMigration): Iterable<Finding> {
  const { table, column, value, span, given } = tenantDefault;
  const name = spokenName(nameOf(table));
  const tenant = sqlOf(value);
  const stamps = given.by === 'definition' && given.toExistingRows;
  const isLeft = findColumn(findTable(migration.after, nameOf(table)), column)?.default !== undefined;
  // Set for a moment and dropped again before anybody could insert.
  if (!stamps && !isLeft) return;
  const later = `each row whose INSERT leaves ${column} out`;
  yield {
    what: stamps
      ? `Every row that ${name} has gets ${column} ${tenant}${isLeft ? `, and so does ${later} from then on` : ''}.`
      : `In ${name} ${later} gets ${tenant}.`,
    who: stamps
      ? "Rows of all other tenants become that tenant's, without an error; nothing in them tells afterwards whose they were."
      : "An INSERT that forgets the tenant should fail; here it writes another tenant's data into that tenant's.",
    remedy: stamps
      ? `Add ${column} without a default and fill it from what each row belongs to.`
      : `Leave the default out, so that an INSERT without ${column} fails.`,
    span,
    relations: [nameOf(table)],
    ...(isLeft ? {} : { severity: 'info' as const }),
    fixes: [
      {
        title: `Leave the default of ${column} out`,
        preferred: false,
        edits: withoutDefault(tenantDefault, migration),
      },
    ],
  };
}

/** With the default NOT NULL goes too where rows are there that would then have no value. */
function withoutDefault(
  { column, given, reviewed }: TenantDefault,
  migration: ReviewedMigration,
): readonly Edit[] {
  if (given.by === 'set default') return [withoutAction(migration, reviewed, given.action)];
  if (!given.toExistingRows) return withoutConstraints(migration, [given.declared]);
  const parts = columnConstraints(reviewed.statement, column, 'CONSTR_DEFAULT', 'CONSTR_NOTNULL');
  return withoutConstraints(migration, parts);
}

/** A value that is the same whoever asks; NULL is none. */
function isConstant(value: Node): boolean {
  const isComputed = someNode(value, (_node, kind) => kind === 'FuncCall' || kind === 'SQLValueFunction');
  return !isComputed && someNode(value, (node) => constantOf(node) !== undefined);
}
