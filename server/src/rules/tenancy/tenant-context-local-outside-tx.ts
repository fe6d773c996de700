import { nodeAs, type Statement } from '../../sql';
import { ownTransaction } from '../fixes/ownTransaction';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { settingChanges, type SettingChange } from '../readings/settingChanges';
import { tenantSettings } from '../readings/tenantSettings';

/** A tenant that is set for a transaction where none is open: what follows runs for nobody. */
export const tenantContextLocalOutsideTx: Rule = {
  id: 'tenant-context-local-outside-tx',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'The tenant is set for the transaction where none is open, which has no effect on what follows',
  *check(migration) {
    for (const reviewed of migration.statements) {
      if (reviewed.inTransaction || reviewed.within !== undefined) continue;
      const change = settingChanges(reviewed).find((each) => isHazard(each, reviewed.statement, migration));
      if (change !== undefined) yield findingFor(change, reviewed, migration);
    }
  },
};

/** A query that does more than to set it may use it itself. */
function isHazard(change: SettingChange, { tree }: Statement, migration: ReviewedMigration): boolean {
  if (change.scope !== 'transaction' || change.inRoutine) return false;
  const select = nodeAs(tree, 'SelectStmt');
  const isAlone =
    change.by === 'SET' || (select?.fromClause === undefined && select?.targetList?.length === 1);
  return isAlone && tenantSettings(migration).has(change.name);
}

function findingFor(
  { name, by }: SettingChange,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  return {
    what:
      by === 'SET'
        ? `SET LOCAL ${name} does nothing but warn: no transaction is open here.`
        : `set_config('${name}', …, true) ends with this very statement: no transaction is open here.`,
    who: 'What follows runs for no tenant, or for the one that the connection worked for before: row-level security hides the rows from it, or shows those of another tenant.',
    remedy: 'Put BEGIN before it and COMMIT behind the statements that need it.',
    span: reviewed.statement.span,
    relations: [],
    fixes: ownTransaction(reviewed, migration),
  };
}
