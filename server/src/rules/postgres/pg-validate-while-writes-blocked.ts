import { isStronger, type LockClaim } from '../../behaviour';
import { quoted, quotedName, resolveRelation, spokenList, spokenName } from '../../catalog';
import { withoutAction } from '../fixes/alterActions';
import { laterMigration } from '../../rewrite';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { isMentionedAfter } from '../readings/mentions';
import { couldBeNew } from '../readings/newTables';
import { additionInSameTransaction, validationsOf, type Validation } from '../readings/notValid';
import { blockingLocks, blocksWrites, spokenLocks, whoWaits } from '../readings/waiting';

/** VALIDATE lets writes go on, unless its transaction has locked the table more strongly before. */
export const pgValidateWhileWritesBlocked: Rule = {
  id: 'pg-validate-while-writes-blocked',
  category: 'lock',
  severity: 'warning',
  summary: 'VALIDATE CONSTRAINT in a transaction that already blocks reads or writes of the table',
  speaksOf: ['AT_ValidateConstraint'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      for (const validation of validationsOf(reviewed)) {
        const locks = strongLocksDuring(validation, reviewed);
        if (locks.length > 0 && !isAboutElse(validation, reviewed, migration)) {
          yield findingFor(migration, reviewed, validation, locks);
        }
      }
    }
  },
};

/** The strong locks on tables that VALIDATE reads, of earlier statements or of another action of its own. */
function strongLocksDuring({ scans, action }: Validation, reviewed: ReviewedStatement): readonly LockClaim[] {
  const others = reviewed.behaviour.actions.filter((each) => each.action !== action);
  const ofOthers = others.flatMap(({ effects }) => blockingLocks(effects));
  const held = [...reviewed.held].map(([relation, mode]): LockClaim => ({ relation, mode }));
  const all = [...held, ...ofOthers].filter(
    ({ relation, mode }) => scans.includes(relation) && blocksWrites(mode),
  );
  return all.filter(
    ({ relation, mode }, place) =>
      !all.some(
        (other, otherPlace) =>
          other.relation === relation &&
          (isStronger(other.mode, mode) || (other.mode === mode && otherPlace < place)),
      ),
  );
}

/**
 * Whether another rule speaks, or the lock is wanted: row-level security is put on, or lifted for the owner so that
 * VALIDATE sees all rows, in one transaction on purpose.
 */
function isAboutElse(
  validation: Validation,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  const { table } = validation;
  return (
    couldBeNew(table, reviewed, migration) ||
    additionInSameTransaction(migration, reviewed, validation) !== undefined ||
    migration.statements.some(({ statement, before }) =>
      alterActionsOf(statement).some(
        ({ command, relation }) =>
          command.subtype?.endsWith('RowSecurity') === true && resolveRelation(before, relation) === table,
      ),
    )
  );
}

function findingFor(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { table, constraint, scans, action }: Validation,
  locks: readonly LockClaim[],
): Finding {
  return {
    what: `VALIDATE reads ${spokenList(scans.map(spokenName))} while this transaction holds ${spokenLocks(locks)}, which an earlier change took.`,
    who: `Until the rows of ${spokenName(table)} are checked and the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: `Validate ${constraint} in a migration of its own, which lets writes go on.`,
    span: action.span,
    relations: locks.map(({ relation }) => relation),
    fixes: fixesFor(migration, reviewed, { table, constraint, scans, action }),
  };
}

function fixesFor(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { table, constraint, action }: Validation,
): readonly Fix[] {
  const later = laterMigration(migration, {
    title: `validate ${constraint}`,
    up: [`ALTER TABLE ${quotedName(table)} VALIDATE CONSTRAINT ${quoted(constraint)}`],
    down: 'the rows of a constraint that was validated stay as they are, and so may the constraint',
    transaction: 'per-file',
  });
  if (later === undefined) return [];
  return [
    {
      title: `Validate ${constraint} in a later migration`,
      preferred: !isMentionedAfter(migration, reviewed, [spokenName(table)]),
      edits: [withoutAction(migration, reviewed, action), ...later],
    },
  ];
}
