import { nodeAs } from '../../sql';
import { insertionAfter, insertionBefore } from '../fixes/insertions';
import { settingAtStart, settingFor } from '../fixes/settings';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { millisecondsOf } from '../readings/durations';
import { existing, locksOnExisting } from '../readings/existingRelations';
import { spokenList, spokenName } from '../../catalog';
import { isWaitLimited } from '../readings/lockTimeouts';
import { isRefusedInTransaction } from '../readings/refusedInTransaction';
import { blocksReads, blocksWrites, spokenLocks, whoWaits } from '../readings/waiting';

/** Below this a limit is meant for queries of the application, not for reading a whole table; in milliseconds. */
const longEnough = 300_000;

/** What the fixes set: long for a query, short for an outage. */
const limit = '60s';

/** An outage that nothing ends, or a limit that ends what harms nobody and leaves its ruins behind. */
export const pgStatementTimeoutMissing: Rule = {
  id: 'pg-statement-timeout-missing',
  category: 'lock',
  severity: 'hint',
  summary:
    'No statement_timeout where a whole table is read or written under a strong lock, or one too short for CONCURRENTLY and VALIDATE',
  *check(migration) {
    if (!migration.policy.runner.setsTimeouts) {
      const first = migration.statements.find((reviewed) => isUnlimitedOutage(reviewed, migration));
      if (first !== undefined) yield missing(first, migration);
    }
    for (const reviewed of migration.statements) {
      if (isCutShort(reviewed)) yield tooShort(reviewed, migration);
    }
  },
};

/**
 * Whether writers wait for as long as it takes to go through a table, without a limit. Who has not set a lock_timeout is
 * told of that first, by pg-lock-timeout-missing.
 */
function isUnlimitedOutage(reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  if (!isWaitLimited(reviewed) || reviewed.settings.has('statement_timeout')) return false;
  if (isRefusedInTransaction(reviewed)) return false;
  return goneThrough(reviewed, migration).length > 0;
}

function goneThrough(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly string[] {
  const { scans, rewrites } = reviewed.behaviour.effects;
  const locked = locksOnExisting(reviewed, migration).map(({ relation }) => relation);
  const relations = existing([...new Set([...rewrites, ...scans])], reviewed, migration);
  return relations.filter((relation) => locked.includes(relation));
}

function missing(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, behaviour } = reviewed;
  const relations = goneThrough(reviewed, migration);
  const locks = locksOnExisting(reviewed, migration).filter(({ relation }) => relations.includes(relation));
  const setting = settingFor(reviewed, 'statement_timeout', limit);
  const edits = settingAtStart(setting, reviewed, migration);
  return {
    what: `${behaviour.kind} holds ${spokenLocks(locks)} while it goes through all of ${spokenList(relations.map(spokenName))}, and no statement_timeout ends that.`,
    who: `If a tenant’s table is larger than thought, ${whoWaits(locks)} for as long as it takes.`,
    remedy: `Put \`${setting};\` before it, with the longest outage that is bearable; if the runner sets a timeout, say so with runner.setsTimeouts in the policy.`,
    span: statement.span,
    relations,
    fixes: edits.length === 0 ? [] : [{ title: `Add ${setting};`, preferred: false, edits }],
  };
}

/** Whether a limit threatens a statement that takes as long as the table is large and lets reads and writes go on. */
function isCutShort(reviewed: ReviewedStatement): boolean {
  const timeout = millisecondsOf(reviewed.settings.get('statement_timeout') ?? '');
  if (timeout === undefined || timeout === 0 || timeout >= longEnough) return false;
  // While others wait for what the transaction holds, the limit does its work.
  const isWaitedFor = [...reviewed.held.values()].some(blocksWrites);
  return takesItsTime(reviewed) && !isWaitedFor && !isRefusedInTransaction(reviewed);
}

function takesItsTime({ statement: { tree }, behaviour }: ReviewedStatement): boolean {
  if (behaviour.effects.locks.some(({ mode }) => blocksReads(mode))) return false;
  const validates = behaviour.actions.some(
    ({ action, effects }) =>
      nodeAs(action.content, 'AlterTableCmd')?.subtype === 'AT_ValidateConstraint' &&
      effects.scans.length > 0,
  );
  const builds = nodeAs(tree, 'IndexStmt')?.concurrent === true || nodeAs(tree, 'ReindexStmt') !== undefined;
  return (
    validates ||
    (builds && !behaviour.effects.transactional) ||
    nodeAs(tree, 'VacuumStmt')?.is_vacuumcmd === true ||
    nodeAs(tree, 'RefreshMatViewStmt')?.concurrent === true
  );
}

function tooShort(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, behaviour, settings } = reviewed;
  const timeout = settings.get('statement_timeout') ?? '';
  const isIndex = nodeAs(statement.tree, 'IndexStmt') ?? nodeAs(statement.tree, 'ReindexStmt');
  return {
    what: `${behaviour.kind} takes as long as the table is large, and the statement_timeout of ${timeout} cancels it then.`,
    who: `The migration fails on the largest tenants${isIndex === undefined ? '' : ', and leaves an INVALID index behind that every write has to keep up'}, although nobody waits for it.`,
    remedy: 'Set statement_timeout to 0 for this statement: reads and writes go on meanwhile.',
    span: statement.span,
    relations: behaviour.effects.locks.map(({ relation }) => relation),
    severity: 'warning',
    fixes: liftLimit(timeout, reviewed, migration),
  };
}

function liftLimit(
  timeout: string,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const lifted = `${settingFor(reviewed, 'statement_timeout', '0')};`;
  const isLast = migration.statements.at(-1) === reviewed;
  const edits = [
    insertionBefore(migration, reviewed.statement, lifted),
    ...(isLast
      ? []
      : [
          insertionAfter(
            migration,
            reviewed.statement,
            `${settingFor(reviewed, 'statement_timeout', timeout)};`,
          ),
        ]),
  ];
  return [{ title: 'Lift the statement_timeout for this statement', preferred: true, edits }];
}
