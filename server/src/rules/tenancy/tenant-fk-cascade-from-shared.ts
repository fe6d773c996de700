import { findTable, nameOf, spokenList, spokenName, type ReferentialAction } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import type { Edit, Finding, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import { declaredForeignKeys, type DeclaredForeignKey } from '../readings/tenantForeignKeys';
import { isShared, ownershipOf, tenantColumnOf } from '../readings/tenantOwnership';
import { isKeyword, tokensWithin } from '../readings/tokens';
import { hasUniqueKey } from '../readings/uniqueKeys';

/** One row that all tenants share goes, and the server deletes or empties rows of every tenant with it. */
export const tenantFkCascadeFromShared: Rule = {
  id: 'tenant-fk-cascade-from-shared',
  category: 'tenant-row',
  severity: 'warning',
  summary: "ON DELETE CASCADE or SET NULL from a shared table into tenants' rows",
  speaksOf: declaresConstraint,
  *check(migration) {
    for (const key of declaredForeignKeys(migration)) yield* findingFor(key, migration);
  },
};

const reaching: readonly ReferentialAction[] = ['cascade', 'set null', 'set default'];

function* findingFor(key: DeclaredForeignKey, migration: ReviewedMigration): Iterable<Finding> {
  const { child, parent, foreignKey, declared } = key;
  const { tenancy } = migration.policy;
  if (!reaching.includes(foreignKey.onDelete) || !isShared(parent, tenancy)) return;
  if (ownershipOf(migration.after, child, tenancy) === undefined) return;
  if (isMembership(key, migration)) return;
  const [from, to] = [spokenName(nameOf(child)), spokenName(nameOf(parent))];
  const isDeleted = foreignKey.onDelete === 'cascade';
  yield {
    what: `To delete one row of ${to}, which all tenants share, ${isDeleted ? 'deletes' : `takes ${spokenList(foreignKey.columns)} from`} every row of ${from} that points to it.`,
    who: `Rows of every tenant ${isDeleted ? 'go' : 'change'} in one statement, past row-level security, and stay locked until it ends.`,
    remedy: 'Use RESTRICT: a shared row can go when no tenant uses it any more.',
    span: declared.span,
    relations: [nameOf(child), nameOf(parent)],
    ...(isDeleted ? {} : { severity: 'info' as const }),
    fixes: [{ title: 'Restrict the delete', preferred: false, edits: restricted(key, migration) }],
  };
}

/**
 * Whether a row says that somebody belongs to a tenant, once for each of them, and policies go by it: it has to go with
 * the person.
 */
function isMembership(
  { child, foreignKey }: DeclaredForeignKey,
  { after, policy }: ReviewedMigration,
): boolean {
  const table = findTable(after, nameOf(child)) ?? child;
  const tenant = tenantColumnOf(table, policy.tenancy);
  if (tenant === undefined || !hasUniqueKey(after, table, [tenant, ...foreignKey.columns])) return false;
  return tenancyOf(after, policy)
    .tables()
    .filter(({ name }) => name !== nameOf(table))
    .flatMap(({ policies }) => policies)
    .some(({ using, check }) => [using, check].some((asked) => asked?.relations.includes(nameOf(table))));
}

function restricted(
  { declared, reviewed }: DeclaredForeignKey,
  { script }: ReviewedMigration,
): readonly Edit[] {
  const tokens = tokensWithin(reviewed.statement, declared.span);
  const on = tokens.findIndex(
    (token, place) => isKeyword(token, 'ON') && isKeyword(tokens[place + 1], 'DELETE'),
  );
  const first = tokens[on + 2];
  const last = isKeyword(first, 'SET') ? tokens[on + 3] : first;
  if (on < 0 || first === undefined || last === undefined) return [];
  // A list of columns to empty goes with the action.
  const rest = tokens.slice(tokens.indexOf(last) + 1);
  const end = rest[0]?.text === '(' ? rest.find(({ text }) => text === ')')?.end : undefined;
  const span = { start: first.start, end: end ?? last.end };
  return [{ path: script.path, span, newText: 'RESTRICT' }];
}
