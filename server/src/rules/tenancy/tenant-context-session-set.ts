import { resetAtEnd } from '../fixes/resetAtEnd';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { isGivenBack, settingChanges, type SettingChange } from '../readings/settingChanges';
import { statementsAfter } from '../readings/statementOrder';
import { tenantSettings } from '../readings/tenantSettings';
import { transactionCommand } from '../readings/transactionCommands';

/** A session that goes on working for a tenant after the one who said so is done. */
export const tenantContextSessionSet: Rule = {
  id: 'tenant-context-session-set',
  category: 'tenant-row',
  severity: 'warning',
  summary:
    'The tenant is set for the session, so that whoever gets the connection next works for that tenant',
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const change of settingChanges(reviewed)) {
        if (isHazard(change, reviewed, migration)) yield findingFor(change, reviewed, migration);
      }
    }
  },
};

function isHazard(change: SettingChange, reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  if (change.scope !== 'session' || !tenantSettings(migration).has(change.name)) return false;
  // The empty text is how a setting that has no default is given back.
  if (change.value === '') return false;
  return change.inRoutine || !isGivenBack(change, reviewed, migration);
}

function findingFor(
  change: SettingChange,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const { name, inRoutine, by } = change;
  const local = by === 'SET' ? 'SET LOCAL' : `set_config('${name}', …, true)`;
  return {
    what: inRoutine
      ? `This function sets ${name} for the session, so that it holds long after the caller’s transaction.`
      : `${name} holds for the session, also after ${reviewed.inTransaction ? 'the transaction' : 'this file'}.`,
    who: 'Whoever gets the connection from the pool next works for that tenant: it sees and changes the rows of a tenant that it never named.',
    remedy:
      inRoutine || reviewed.inTransaction
        ? `Say ${local}, which ends with the transaction.`
        : `RESET ${name} at the end of the file.`,
    span: change.span,
    relations: [],
    fixes: fixesFor(change, reviewed, migration),
  };
}

function fixesFor(
  change: SettingChange,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const { makeLocal, inRoutine, name } = change;
  const holdsLongEnough = reviewed.inTransaction && !isTransactionEndedAfter(reviewed, migration);
  if (!inRoutine && !holdsLongEnough) return resetAtEnd(name, migration);
  if (makeLocal === undefined) return [];
  const edits = [{ path: migration.script.path, ...makeLocal }];
  // Callers of a function may rely on its effect after their transaction.
  return [{ title: `Set ${name} for the transaction only`, preferred: !inRoutine, edits }];
}

/** Statements after the transaction's end may rely on the setting. */
function isTransactionEndedAfter(reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  const after = statementsAfter(reviewed, migration);
  const end = after.findIndex(({ statement }) => transactionCommand(statement) !== undefined);
  return end >= 0 && end < after.length - 1;
}
