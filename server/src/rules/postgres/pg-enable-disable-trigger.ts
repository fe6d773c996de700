import type { Action, ExplainedAction } from '../../behaviour';
import { nodeAs, type NodeOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { statementsAfter, statementsBefore } from '../readings/statementOrder';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** Triggers that are switched off do not check, log or copy what is written meanwhile. */
export const pgEnableDisableTrigger: Rule = {
  id: 'pg-enable-disable-trigger',
  category: 'lock',
  severity: 'warning',
  summary:
    'DISABLE or ENABLE TRIGGER on an existing table, which blocks writes or lets them pass by the trigger',
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = triggerSwitch(action);
  const { relation } = action;
  if (command === undefined || relation === undefined || couldBeNew(relation, reviewed, migration))
    return undefined;
  const locks = blockingLocks(effects);
  const table = spokenName(relation);
  const common = { span: action.span, relations: [relation] };
  const takes = `${reviewed.behaviour.kind} takes ${spokenLocks(locks)}`;
  const untilTheEnd = `Until the transaction ends ${whoWaits(locks)}, for all tenants`;
  if (command.state === 'enabled') {
    // The finding about the DISABLE before it speaks of both.
    if (disabledBefore(command, relation, reviewed, migration)) return undefined;
    return {
      ...common,
      what: `${takes}.`,
      who: `${untilTheEnd}; from then on every write to ${table} runs ${spokenTrigger(command)} again, and rows written before never did.`,
      remedy: 'Bound the wait with a lock_timeout, and check the rows that were written without it.',
      severity: 'info',
    };
  }
  const end = enabledAfter(command, relation, reviewed, migration);
  if (end === undefined) {
    return {
      ...common,
      what: `${takes}, and nothing in this file enables ${spokenTrigger(command)} again.`,
      who: `From then on what is written to ${table} passes by what ${spokenTrigger(command)} checked or kept in step, for all tenants${command.name === undefined && command.scope === 'all' ? ', foreign keys included' : ''}.`,
      remedy: 'Enable it again in the same transaction, or drop it if nothing needs it any more.',
    };
  }
  return {
    ...common,
    what: reviewed.inTransaction
      ? `${takes}, and holds it through all that is done before ${spokenTrigger(command)} is enabled again.`
      : `${takes}, and without a transaction around it other sessions write to ${table} before ${spokenTrigger(command)} is enabled again.`,
    who: reviewed.inTransaction
      ? `${untilTheEnd}.`
      : `What they write passes by what ${spokenTrigger(command)} checked or kept in step, for all tenants.`,
    remedy:
      'Let the trigger function itself stand back for this session, by a setting that it asks for, or SET LOCAL session_replication_role = replica where the role may do that: neither locks the table.',
    ...(reviewed.inTransaction ? { severity: 'info' } : {}),
  };
}

interface TriggerSwitch {
  readonly state: 'enabled' | 'disabled';
  /** Undefined for all triggers, or all but those of constraints. */
  readonly name: string | undefined;
  readonly scope: 'one' | 'all' | 'user';
}

function triggerSwitch(action: Action): TriggerSwitch | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const meaning = command?.subtype === undefined ? undefined : switches[command.subtype];
  return meaning === undefined ? undefined : { ...meaning, name: command?.name };
}

const switches: Readonly<
  Partial<Record<NonNullable<NodeOf<'AlterTableCmd'>['subtype']>, Omit<TriggerSwitch, 'name'>>>
> = {
  AT_EnableTrig: { state: 'enabled', scope: 'one' },
  AT_EnableAlwaysTrig: { state: 'enabled', scope: 'one' },
  AT_EnableReplicaTrig: { state: 'enabled', scope: 'one' },
  AT_EnableTrigAll: { state: 'enabled', scope: 'all' },
  AT_EnableTrigUser: { state: 'enabled', scope: 'user' },
  AT_DisableTrig: { state: 'disabled', scope: 'one' },
  AT_DisableTrigAll: { state: 'disabled', scope: 'all' },
  AT_DisableTrigUser: { state: 'disabled', scope: 'user' },
};

function spokenTrigger({ name, scope }: TriggerSwitch): string {
  if (name !== undefined) return `the trigger ${name}`;
  return scope === 'all' ? 'every trigger' : 'every trigger of its own';
}

function disabledBefore(
  command: TriggerSwitch,
  relation: string,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  return statementsBefore(reviewed, migration).some((earlier) => switchesBack(earlier, relation, command));
}

function enabledAfter(
  command: TriggerSwitch,
  relation: string,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): ReviewedStatement | undefined {
  return statementsAfter(reviewed, migration).find((later) => switchesBack(later, relation, command));
}

/** Whether the statement sets the other state for the same trigger, or for all. */
function switchesBack({ behaviour }: ReviewedStatement, relation: string, command: TriggerSwitch): boolean {
  return behaviour.actions.some(({ action }) => {
    const other = triggerSwitch(action);
    if (other === undefined || action.relation !== relation || other.state === command.state) return false;
    return other.name === command.name || other.name === undefined || command.name === undefined;
  });
}
