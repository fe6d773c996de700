import { findTable, type Catalog, type QualifiedName, type RowPolicy } from '../../catalog';
import { nodeAs } from '../../sql';
import { tenancyOf } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { commandsOf, isForApplication, openCommands, type PolicyCommand } from './policyCoverage';
import { isGuardedByRowSecurity } from './rowSecurity';

/** A policy from before the migration that a DROP POLICY takes away, and that somebody misses. */
export interface DroppedPolicy {
  readonly reviewed: ReviewedStatement;
  readonly name: QualifiedName;
  readonly policy: RowPolicy;
  readonly loss: PolicyLoss;
}

export interface PolicyLoss {
  /** `denied`: no permissive policy is left; `opened`: nothing ties the rows to their tenant any more. */
  readonly kind: 'denied' | 'opened';
  readonly commands: readonly PolicyCommand[];
}

export function droppedPolicies(migration: ReviewedMigration): readonly DroppedPolicy[] {
  if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return [];
  return migration.statements.flatMap((reviewed): readonly DroppedPolicy[] => {
    if (nodeAs(reviewed.statement.tree, 'DropStmt')?.removeType !== 'OBJECT_POLICY') return [];
    return reviewed.behaviour.actions.flatMap(({ effects }) =>
      effects.locks.flatMap(({ relation }) => missedOn(relation, reviewed, migration)),
    );
  });
}

/** What the application has lost or gained by the policy's end, as far as it is still so in a later schema. */
export function lossOf(
  policy: RowPolicy,
  name: QualifiedName,
  before: Catalog,
  later: Catalog,
  migration: ReviewedMigration,
): PolicyLoss | undefined {
  const [had, has] = [before, later].map((catalog) => tenancyOf(catalog, migration.policy).table(name));
  const reading = had?.policies.find((each) => each.policy === policy);
  if (had === undefined || has === undefined || reading === undefined) return undefined;
  if (!has.table.rowSecurity.enabled || has.table.uncertain !== undefined) return undefined;
  if (!isForApplication(reading, before, migration.policy)) return undefined;
  const open = openCommands(has, later, migration.policy);
  if (policy.permissive) {
    const commands = commandsOf(policy).filter((command) => !open.has(command));
    return commands.length === 0 ? undefined : { kind: 'denied', commands };
  }
  if (
    had.standing.side !== 'tenant' ||
    [reading.using, reading.check].every((each) => each?.confines !== true)
  ) {
    return undefined;
  }
  const confining = has.policies.filter(
    ({ using, check, policy: { permissive } }) =>
      !permissive && [using, check].every((each) => each?.confines !== false),
  );
  const loose = has.policies.filter(
    (each) =>
      each.policy.permissive &&
      isForApplication(each, later, migration.policy) &&
      [each.using, each.check].some((expression) => expression?.confines === false),
  );
  const isIn = (policies: typeof confining, command: PolicyCommand) =>
    policies.some((each) => commandsOf(each.policy).includes(command));
  const commands = commandsOf(policy).filter((each) => isIn(loose, each) && !isIn(confining, each));
  return commands.length === 0 ? undefined : { kind: 'opened', commands };
}

function missedOn(
  name: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly DroppedPolicy[] {
  const old = findTable(migration.before, name);
  if (old?.rowSecurity.enabled !== true) return [];
  const [had, has] = [findTable(reviewed.before, name), findTable(reviewed.after, name)];
  return (had?.policies ?? [])
    .filter((policy) => old.policies.includes(policy) && has?.policies.includes(policy) === false)
    .flatMap((policy) => {
      const loss = lossOf(policy, name, reviewed.before, reviewed.after, migration);
      return loss === undefined ? [] : [{ reviewed, name, policy, loss }];
    });
}
