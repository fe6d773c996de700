import { findColumn, findTable, nameOf, quotedList, spokenName, type ReferentialAction } from '../../catalog';
import { oldestMajor } from '../../project';
import { insertion } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredForeignKeys, type DeclaredForeignKey } from '../readings/tenantForeignKeys';
import { isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';
import { isKeyword, tokensWithin } from '../readings/tokens';

/** ON DELETE SET NULL of a key that includes the tenant empties the tenant column as well. */
export const tenantFkSetNullTenant: Rule = {
  id: 'tenant-fk-set-null-tenant',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'ON DELETE SET NULL of a composite foreign key, which empties the tenant column too',
  speaksOf: declaresConstraint,
  *check(migration) {
    for (const key of declaredForeignKeys(migration)) yield* findingFor(key, migration);
  },
};

function* findingFor(key: DeclaredForeignKey, migration: ReviewedMigration): Iterable<Finding> {
  const { child, parent, foreignKey, declared } = key;
  const column = tenantColumnOf(child, migration.policy.tenancy);
  if (column === undefined || !isTenantTable(child, migration.policy.tenancy)) return;
  // A key on the tenant column alone is about the tenant itself.
  if (!foreignKey.columns.includes(column) || foreignKey.columns.length === 1) return;
  const event = emptyingEvent(key, column);
  if (event === undefined) return;
  const [from, to] = [spokenName(nameOf(child)), spokenName(nameOf(parent))];
  const left = findTable(migration.after, nameOf(child)) ?? child;
  const isRequired = findColumn(left, column)?.notNull === true;
  const said = `${event.toUpperCase()} ${foreignKey[event === 'on delete' ? 'onDelete' : 'onUpdate'].toUpperCase()}`;
  const done = event === 'on delete' ? 'deleted' : 'given another key';
  yield {
    what: `When a row of ${to} is ${done}, ${said} sets all columns of the key in ${from}, ${column} among them.`,
    who: isRequired
      ? `${column} must have a value, so that the server refuses it (23502): no row of ${to} that ${from} points to can be ${done}.`
      : `Rows of ${from} lose their tenant with it, and are hidden from it, or shown to all, from then on.`,
    remedy:
      event === 'on delete' && oldestMajor(migration.policy) >= 15
        ? `Name the columns to empty: SET NULL (${quotedList(foreignKey.columns.filter((name) => name !== column))}).`
        : 'Use RESTRICT, and let the application empty the reference first.',
    span: declared.span,
    relations: [nameOf(child), nameOf(parent)],
    fixes: event === 'on delete' ? onlyOthers(key, column, migration) : [],
  };
}

const emptying: readonly ReferentialAction[] = ['set null', 'set default'];

function emptyingEvent(
  { foreignKey, child }: DeclaredForeignKey,
  column: string,
): 'on delete' | 'on update' | undefined {
  const isKept = (action: ReferentialAction) =>
    !emptying.includes(action) ||
    // The default may well be the tenant of the session.
    (action === 'set default' && findColumn(child, column)?.default !== undefined);
  const { onDelete, onDeleteColumns, onUpdate } = foreignKey;
  if (!isKept(onDelete) && (onDeleteColumns.length === 0 || onDeleteColumns.includes(column))) {
    return 'on delete';
  }
  return isKept(onUpdate) ? undefined : 'on update';
}

/** Which columns to empty can be said since version 15. */
function onlyOthers(
  { foreignKey, declared, reviewed }: DeclaredForeignKey,
  column: string,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (oldestMajor(migration.policy) < 15 || foreignKey.onDeleteColumns.length > 0) return [];
  const tokens = tokensWithin(reviewed.statement, declared.span);
  const on = tokens.findIndex(
    (token, place) => isKeyword(token, 'ON') && isKeyword(tokens[place + 1], 'DELETE'),
  );
  const action = on < 0 ? undefined : tokens[on + 3];
  if (action === undefined) return [];
  const others = quotedList(foreignKey.columns.filter((name) => name !== column));
  return [
    {
      title: `Leave ${column} as it is`,
      preferred: true,
      edits: [insertion(migration, action.end, ` (${others})`)],
    },
  ];
}
