import { validateLater } from '../fixes/notValidFirst';
import { withoutAction } from '../fixes/alterActions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenName } from '../../catalog';
import { isMentionedAfter } from '../readings/mentions';
import { couldBeNew } from '../readings/newTables';
import {
  additionInSameTransaction,
  validationsOf,
  type NotValidConstraint,
  type Validation,
} from '../readings/notValid';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** NOT VALID saves nothing where VALIDATE follows before the transaction, and with it the strong lock, has ended. */
export const pgNotValidValidateSameTx: Rule = {
  id: 'pg-not-valid-validate-same-tx',
  category: 'lock',
  severity: 'warning',
  summary:
    'ADD CONSTRAINT … NOT VALID and VALIDATE CONSTRAINT in one transaction, under the strong lock of the first',
  speaksOf: ['AT_ValidateConstraint'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const validation of validationsOf(reviewed)) {
        const added = additionInSameTransaction(migration, reviewed, validation);
        if (added === undefined || couldBeNew(validation.table, reviewed, migration)) continue;
        yield findingFor(migration, reviewed, validation, added);
      }
    }
  },
};

function findingFor(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { table, constraint, action }: Validation,
  added: NotValidConstraint,
): Finding {
  const adding = added.reviewed.behaviour.actions.find((each) => each.action === added.action);
  const locks = adding === undefined ? [] : blockingLocks(adding.effects);
  return {
    what: `VALIDATE checks every row of ${spokenName(table)} while this transaction still holds ${spokenLocks(locks)}, which it took to add ${constraint}: NOT VALID saves nothing so.`,
    who: `Until the rows are checked and the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      'Validate the constraint in a later migration: in a transaction of its own VALIDATE lets writes go on.',
    span: action.span,
    relations: locks.map(({ relation }) => relation),
    related: [
      {
        origin: { path: migration.script.path, span: added.action.span },
        message: `${constraint} is added NOT VALID here.`,
      },
    ],
    fixes: fixesFor(migration, reviewed, action, added),
  };
}

function fixesFor(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  action: Validation['action'],
  added: NotValidConstraint,
): readonly Fix[] {
  const later = validateLater(migration, added);
  if (later === undefined) return [];
  return [
    {
      title: `Validate ${added.name} in a later migration`,
      // SET NOT NULL, or an UPDATE, that comes after it may count on it.
      preferred: !isMentionedAfter(migration, reviewed, [spokenName(added.table)]),
      edits: [withoutAction(migration, reviewed, action), ...later],
    },
  ];
}
