import { findTable, spokenName, type QualifiedName } from '../../catalog';
import { nodeAs, type Span } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** Row-level security that is switched off for good, or for a while that other sessions see. */
export const rlsDisable: Rule = {
  id: 'rls-disable',
  category: 'rls',
  severity: 'error',
  summary: 'DISABLE ROW LEVEL SECURITY that other sessions get to see',
  *check(migration) {
    if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const { table, span } of disabledBy(reviewed)) {
        const finding = findingFor(table, span, reviewed, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

/** Tables that had row-level security, with the place of the action that takes it off. */
function disabledBy({
  behaviour,
  before,
  createdHere,
}: ReviewedStatement): readonly { readonly table: QualifiedName; readonly span: Span }[] {
  return behaviour.actions.flatMap(({ action: { content, relation, span } }) => {
    if (nodeAs(content, 'AlterTableCmd')?.subtype !== 'AT_DisableRowSecurity') return [];
    const isOpened =
      relation !== undefined &&
      !createdHere.has(relation) &&
      findTable(before, relation)?.rowSecurity.enabled === true;
    return isOpened ? [{ table: relation, span }] : [];
  });
}

function findingFor(
  table: QualifiedName,
  span: Span,
  { inTransaction }: ReviewedStatement,
  { after }: ReviewedMigration,
): Finding | undefined {
  const last = findTable(after, table);
  // A table that the script drops shows nothing to anybody.
  if (last === undefined) return undefined;
  const isEnabledAgain = last.rowSecurity.enabled;
  // Nobody gets past the lock of the ALTER TABLE before the transaction ends.
  if (isEnabledAgain && inTransaction) return undefined;
  const name = spokenName(table);
  return {
    what: isEnabledAgain
      ? `Row-level security on ${name} is off until a later statement, and no transaction hides that from others.`
      : `Row-level security on ${name} is off from the commit on; its policies stay and hold nobody back.`,
    who: isEnabledAgain
      ? `Until then whoever may read ${name} reads the rows of all tenants, and for good where the migration stops in between.`
      : `Whoever may read ${name} reads the rows of all tenants.`,
    remedy: isEnabledAgain
      ? 'Switch it off and on in one transaction, or run the change as a role with BYPASSRLS.'
      : 'Keep it on; run what needs all rows as a role with BYPASSRLS.',
    span,
    relations: [table],
  };
}
